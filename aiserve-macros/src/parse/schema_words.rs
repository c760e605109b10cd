//! Splits `#[schema(..)]` into its words; what each means is read where it is needed.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Attribute, Expr, Token, Type};

/// `name` or `name = value`.
pub(crate) struct SchemaWord {
    pub(crate) name: Ident,
    pub(crate) value: Option<SchemaValue>,
}

/// What stands after `=`.
pub(crate) enum SchemaValue {
    /// Of `as`.
    Type(Box<Type>),
    /// Of every other word.
    Expr(Expr),
}

/// The words of one attribute.
pub(crate) fn schema_words(attr: &Attribute) -> syn::Result<Vec<SchemaWord>> {
    let words = attr.parse_args_with(Punctuated::<SchemaWord, Token![,]>::parse_terminated)?;
    Ok(words.into_iter().collect())
}

impl Parse for SchemaWord {
    fn parse(input: ParseStream<'_>) -> syn::Result<Self> {
        let name = input.call(Ident::parse_any)?;
        if !input.peek(Token![=]) {
            return Ok(Self { name, value: None });
        }
        input.parse::<Token![=]>()?;
        let value =
            if name == "as" { SchemaValue::Type(Box::new(input.parse()?)) } else { SchemaValue::Expr(input.parse()?) };
        Ok(Self { name, value: Some(value) })
    }
}
