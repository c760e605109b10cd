//! Reads what people read: doc comments, `#[deprecated]`, and the words of `#[schema(..)]` that are no limits.

use proc_macro2::{Ident, TokenStream};
use quote::quote;
use syn::{Attribute, Expr, ExprLit, Lit, LitStr, Meta, Type};

use super::schema_words::{SchemaValue, SchemaWord, schema_words};
use crate::check::words::hint;
use crate::ctxt::Ctxt;

/// What people read about a type, field, variant or argument, and the other words of its `#[schema(..)]`.
#[derive(Default)]
pub(crate) struct Texts {
    /// An expression of type `&'static str`.
    pub(crate) doc: Doc,
    pub(crate) title: Option<LitStr>,
    pub(crate) examples: Vec<Expr>,
    /// What the document calls the value of a field that was not sent.
    pub(crate) default: Option<Expr>,
    pub(crate) deprecated: bool,
    pub(crate) secret: bool,
    pub(crate) rename: Option<LitStr>,
    /// `inline`, at the word.
    pub(crate) inline: Option<Ident>,
    /// `as = Type`.
    pub(crate) stand_in: Option<Type>,
}

/// A doc comment.
#[derive(Default)]
pub(crate) struct Doc {
    parts: Vec<Expr>,
}

/// Which words `#[schema(..)]` knows at a place.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Place {
    Type,
    Variant,
    /// A field, or an endpoint's argument.
    Field,
}

impl Place {
    fn words(self) -> &'static [&'static str] {
        match self {
            Self::Type => &["as", "rename", "inline", "title", "example", "deprecated"],
            Self::Variant => &["deprecated"],
            Self::Field => &["as", "title", "example", "default", "deprecated", "secret", "gt", "lt", "multiple_of"],
        }
    }
}

/// Reads the texts of an item.
pub(crate) fn texts(attrs: &[Attribute], place: Place, ctxt: &Ctxt) -> Texts {
    let mut texts = Texts { doc: doc(attrs), ..Texts::default() };
    texts.deprecated = attrs.iter().any(|attr| attr.path().is_ident("deprecated"));
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("schema")) {
        for word in ctxt.ok(schema_words(attr)).unwrap_or_default() {
            read(word, place, &mut texts, ctxt);
        }
    }
    texts
}

fn read(word: SchemaWord, place: Place, texts: &mut Texts, ctxt: &Ctxt) {
    let SchemaWord { name, value } = word;
    let text = name.to_string();
    if !place.words().contains(&text.as_str()) {
        ctxt.error_at(&name, format!("`#[schema(..)]` has no `{text}` here: {}", hint(&text, place.words())));
        return;
    }
    match (text.as_str(), value) {
        ("deprecated", None) => texts.deprecated = true,
        ("secret", None) => texts.secret = true,
        ("inline", None) => texts.inline = Some(name),
        ("as", Some(SchemaValue::Type(ty))) => texts.stand_in = Some(*ty),
        ("title", Some(SchemaValue::Expr(value))) => texts.title = string(&name, value, ctxt),
        ("rename", Some(SchemaValue::Expr(value))) => texts.rename = string(&name, value, ctxt),
        ("example", Some(SchemaValue::Expr(value))) => texts.examples.push(value),
        ("default", Some(SchemaValue::Expr(value))) => texts.default = Some(value),
        ("gt" | "lt" | "multiple_of", _) => {}
        ("deprecated" | "secret" | "inline", Some(_)) => ctxt.error_at(&name, format!("`{text}` stands alone")),
        ("as", _) => ctxt.error_at(&name, "name the type that stands in: `as = Type`"),
        _ => ctxt.error_at(&name, format!("give `{text}` a value: `{text} = ..`")),
    }
}

fn string(name: &Ident, value: Expr, ctxt: &Ctxt) -> Option<LitStr> {
    if let Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) = value {
        return Some(text);
    }
    ctxt.error_at(value, format!("write the text itself: `{name} = \"..\"`"));
    None
}

/// The doc comment of an item.
pub(crate) fn doc(attrs: &[Attribute]) -> Doc {
    let parts = attrs.iter().filter(|attr| attr.path().is_ident("doc")).filter_map(|attr| match &attr.meta {
        Meta::NameValue(doc) => Some(doc.value.clone()),
        Meta::Path(_) | Meta::List(_) => None,
    });
    Doc { parts: parts.collect() }
}

impl Doc {
    /// The text, if no part of it comes from a macro such as `include_str!`.
    pub(crate) fn text(&self) -> Option<String> {
        let lines: Option<Vec<String>> = self.parts.iter().map(line).collect();
        Some(lines?.join("\n").trim().to_owned())
    }

    /// An expression of type `&'static str`.
    pub(crate) fn expression(&self) -> TokenStream {
        if let Some(text) = self.text() {
            return quote!(#text);
        }
        let parts = self.parts.iter().map(|part| {
            let text = line(part).map_or_else(|| quote!(#part), |text| quote!(#text));
            quote!(#text, "\n")
        });
        quote!(concat!(#(#parts),*))
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }
}

/// One line of a doc comment, without the space after `///`.
fn line(part: &Expr) -> Option<String> {
    match part {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => {
            let text = text.value();
            Some(text.strip_prefix(' ').unwrap_or(&text).to_owned())
        }
        _ => None,
    }
}
