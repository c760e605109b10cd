//! Constant checks of what serde cannot write and only a field's schema tells: that it is an object.

use proc_macro2::TokenStream;
use quote::quote_spanned;
use syn::Type;
use syn::spanned::Spanned;

use super::schema_node::rust_name;
use crate::ir::schema::{Content, Field, Schema, Shape, Tagging, VariantKind, Wire};

/// ```text
/// const _: () = ::aiserve::__private::flattens(&<Inner as Schema>::BODY, "`inner` is flattened, but ..");
/// ```
/// Nothing for generic types, whose parameters a constant on its own cannot name.
pub(crate) fn checks(schema: &Schema) -> TokenStream {
    if !schema.generics.params.is_empty() || !matches!(schema.wire, Wire::Shape) {
        return TokenStream::new();
    }
    match &schema.shape {
        Shape::Struct(content) => flattened(content),
        Shape::Enum { variants, tagging, .. } => {
            let mut checks: TokenStream = variants.iter().map(|variant| flattened(&variant.content)).collect();
            if let Tagging::Internal(_) = tagging {
                let newtypes = variants.iter().filter(|variant| {
                    variant.on_wire
                        && matches!(variant.kind, VariantKind::Newtype)
                        && !variant.flags.contains(&"UNTAGGED")
                });
                checks.extend(newtypes.filter_map(|variant| match &variant.content {
                    Content::Alone(alone) => {
                        let message = format!(
                            "the tag of `{}` has no place: what it holds is no object. Write `#[serde(tag = \"..\", \
                             content = \"..\")]` on the enum",
                            variant.ident
                        );
                        Some(check("holds_tag", &alone.field, &message))
                    }
                    Content::Unit | Content::Tuple(_) | Content::Named(_) => None,
                }));
            }
            checks
        }
    }
}

fn flattened(content: &Content) -> TokenStream {
    let Content::Named(named) = content else { return TokenStream::new() };
    let fields = named.fields.iter().filter(|field| field.on_wire && field.flatten);
    fields
        .map(|field| {
            let name = rust_name(&field.member);
            let message =
                format!("`{name}` is flattened, but is no object: leave out `flatten`, or use a struct or map");
            check("flattens", field, &message)
        })
        .collect()
}

fn check(function: &str, field: &Field, message: &str) -> TokenStream {
    let ty: &Type = field.stand_ins.read.as_ref().unwrap_or(&field.ty);
    let span = ty.span();
    let function = syn::Ident::new(function, span);
    quote_spanned! {span=>
        const _: () = ::aiserve::__private::#function(&<#ty as ::aiserve::schema::Schema>::BODY, #message);
    }
}
