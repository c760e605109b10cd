//! Tells which forms of a payload serde would read and never write.

use syn::{Data, DataEnum, DeriveInput, Fields, GenericParam};

use super::schema_serde;
use crate::ir::payload::Exact;

/// What is to be refused, if anything is and the impl that refuses it can be written.
pub(crate) fn exact(item: &DeriveInput) -> Option<Exact> {
    let serde = schema_serde::container(&item.attrs);
    let stands_for_another = serde.transparent || serde.read_as.is_some() || serde.write_as.is_some();
    // A buffered value is all that an untagged enum sees.
    let is_special = serde.untagged || serde.remote.is_some() || serde.identifier.is_some();
    if stands_for_another || is_special || !knows_bounds(item) {
        return None;
    }
    match &item.data {
        Data::Struct(data) => match &data.fields {
            Fields::Named(fields) => {
                let is_flat = fields.named.iter().any(|field| schema_serde::field(&field.attrs).flatten.is_some());
                (!is_flat).then_some(Exact::Fields)
            }
            Fields::Unnamed(_) | Fields::Unit => None,
        },
        Data::Enum(data) if data.variants.is_empty() || has_untagged(data) => None,
        Data::Enum(_) if serde.tag.is_some() => Some(Exact::Tagged),
        Data::Enum(data) => Some(external(data)),
        Data::Union(_) => None,
    }
}

/// Whether the bounds of serde's code can be told: it borrows nothing, and no attribute says others.
fn knows_bounds(item: &DeriveInput) -> bool {
    let has_lifetime = item.generics.params.iter().any(|param| matches!(param, GenericParam::Lifetime(_)));
    let in_fields = |fields: &Fields| fields.iter().any(|field| says_bound(&field.attrs));
    let in_content = match &item.data {
        Data::Struct(data) => in_fields(&data.fields),
        Data::Enum(data) => {
            data.variants.iter().any(|variant| says_bound(&variant.attrs) || in_fields(&variant.fields))
        }
        Data::Union(_) => false,
    };
    !has_lifetime && !says_bound(&item.attrs) && !in_content
}

fn says_bound(attrs: &[syn::Attribute]) -> bool {
    schema_serde::words(attrs).iter().any(|word| word == "bound")
}

fn has_untagged(data: &DataEnum) -> bool {
    data.variants.iter().any(|variant| schema_serde::variant(&variant.attrs).untagged)
}

fn external(data: &DataEnum) -> Exact {
    let words = data.variants.iter().filter(|variant| matches!(variant.fields, Fields::Unit)).count();
    match words {
        0 => Exact::Variants,
        words if words == data.variants.len() => Exact::Words,
        _ => Exact::WordsAndVariants,
    }
}
