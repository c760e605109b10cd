//! That a type can be a key of a JSON object, for the shapes that serde writes as text there.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{Generics, Type, parse_quote};

use super::schema::bounded;
use crate::ir::schema::{Content, Schema, Shape, Tagging, Variant, VariantKind, Wire};

/// ```text
/// impl Key for Color { fn text(&self) -> String { match self { Self::Red => "red", .. }.to_owned() } }
/// impl Key for Id where for<'a> &'a u64: Key { fn text(&self) -> String { (&self.0).text() } }
/// ```
/// The lifetime leaves it open whether the inner type is a key; without it, a newtype of a list would be an error.
pub(crate) fn key(schema: &Schema) -> Option<TokenStream> {
    let own = bounded(&schema.generics);
    let (generics, text) = match (&schema.wire, &schema.shape) {
        (Wire::Types(types), _) => {
            let inner = types.write.as_ref().filter(|_| types.read.is_some())?;
            (asking(&own, inner), quote!(::aiserve::__private::key(self)))
        }
        (Wire::Shape, Shape::Enum { variants, tagging: Tagging::External, .. }) => (own.clone(), words(variants)?),
        (Wire::Shape, Shape::Struct(Content::Alone(alone))) => {
            let stands_for_itself = alone.field.stand_ins.read.is_none() && alone.field.stand_ins.write.is_none();
            let (ty, member) = (&alone.field.ty, &alone.field.member);
            stands_for_itself
                .then(|| (asking(&own, ty), quote!(<&#ty as ::aiserve::schema::Key>::text(&&self.#member))))?
        }
        _ => return None,
    };
    let ident = &schema.ident;
    let (impl_generics, _, where_clause) = generics.split_for_impl();
    let (_, ty_generics, _) = own.split_for_impl();
    Some(quote! {
        impl #impl_generics ::aiserve::schema::Key for #ident #ty_generics #where_clause {
            fn text(&self) -> ::std::string::String {
                #text
            }
        }
    })
}

/// The generics, with `inner` asked to be a key.
fn asking(own: &Generics, inner: &Type) -> Generics {
    let mut generics = own.clone();
    let asked = parse_quote!(for<'__aiserve> &'__aiserve #inner: ::aiserve::schema::Key);
    generics.make_where_clause().predicates.push(asked);
    generics
}

/// The name of each variant, if all of them are names alone.
fn words(variants: &[Variant]) -> Option<TokenStream> {
    let is_word = |variant: &Variant| matches!(variant.kind, VariantKind::Unit) && !variant.flags.contains(&"UNTAGGED");
    if variants.is_empty() || !variants.iter().all(is_word) {
        return None;
    }
    let arms = variants.iter().map(|Variant { ident, names, .. }| {
        let name = &names.read;
        quote!(Self::#ident => #name)
    });
    Some(quote!(::std::borrow::ToOwned::to_owned(match self { #(#arms),* })))
}
