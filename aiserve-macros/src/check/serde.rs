//! serde's attributes on `#[payload]` types, whose derives are ours: unknown words and contradictions.

use syn::{Attribute, Data, DeriveInput, Fields};

use super::words::hint;
use crate::ctxt::Ctxt;
use crate::parse::schema_serde::words;

const OF_TYPES: &[&str] = &[
    "rename",
    "rename_all",
    "rename_all_fields",
    "deny_unknown_fields",
    "tag",
    "content",
    "untagged",
    "bound",
    "default",
    "remote",
    "transparent",
    "from",
    "try_from",
    "into",
    "crate",
    "expecting",
    "variant_identifier",
    "field_identifier",
];

const OF_VARIANTS: &[&str] = &[
    "rename",
    "alias",
    "rename_all",
    "skip",
    "skip_serializing",
    "skip_deserializing",
    "serialize_with",
    "deserialize_with",
    "with",
    "bound",
    "borrow",
    "other",
    "untagged",
];

const OF_FIELDS: &[&str] = &[
    "rename",
    "alias",
    "default",
    "flatten",
    "skip",
    "skip_serializing",
    "skip_deserializing",
    "skip_serializing_if",
    "serialize_with",
    "deserialize_with",
    "with",
    "bound",
    "borrow",
    "getter",
];

/// Reports words that serde does not know, and tags beside `untagged`.
pub(crate) fn check(item: &DeriveInput, ctxt: &Ctxt) {
    known(&item.attrs, OF_TYPES, ctxt);
    one_tagging(&item.attrs, ctxt);
    let fields = |fields: &Fields| fields.iter().for_each(|field| known(&field.attrs, OF_FIELDS, ctxt));
    match &item.data {
        Data::Struct(data) => fields(&data.fields),
        Data::Enum(data) => data.variants.iter().for_each(|variant| {
            known(&variant.attrs, OF_VARIANTS, ctxt);
            fields(&variant.fields);
        }),
        Data::Union(_) => {}
    }
}

fn known(attrs: &[Attribute], known: &[&str], ctxt: &Ctxt) {
    for word in words(attrs) {
        let text = word.to_string();
        if !known.contains(&text.as_str()) {
            ctxt.error_at(&word, format!("serde has no `{text}` here: {}", hint(&text, known)));
        }
    }
}

fn one_tagging(attrs: &[Attribute], ctxt: &Ctxt) {
    let words = words(attrs);
    let find = |name: &str| words.iter().find(|word| *word == name);
    if let (Some(untagged), Some(tag)) = (find("untagged"), find("tag").or(find("content"))) {
        ctxt.error_at(untagged, format!("an enum is `untagged` or has a `{tag}`: leave one out"));
    }
}
