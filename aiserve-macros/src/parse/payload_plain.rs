//! Tells which payloads are plain: those that `#[payload]` reads and writes by its own short code instead of serde's derives.

use syn::meta::ParseNestedMeta;
use syn::{Attribute, Data, DeriveInput, ExprPath, Fields, LitStr, Token};

use super::schema_case::Case;

/// Attributes that no derive of another crate reads.
const UNREAD: &[&str] = &[
    "allow",
    "deny",
    "deprecated",
    "derive",
    "doc",
    "expect",
    "garde",
    "must_use",
    "non_exhaustive",
    "payload",
    "schema",
    "warn",
];

/// Derives that do not read serde's attributes.
const BLIND: &[&str] = &["Clone", "Copy", "Debug", "Default", "Eq", "Hash", "Ord", "PartialEq", "PartialOrd"];

/// Whether the type is a struct of named fields or an enum of words, without parameters, told to serde in the plainest
/// words. Everything else, mistakes among it, is left to serde.
pub(crate) fn is_plain(item: &DeriveInput, derives: &[String]) -> bool {
    let has_params = !item.generics.params.is_empty() || item.generics.where_clause.is_some();
    if has_params || !derives.iter().all(|derived| BLIND.contains(&derived.as_str())) {
        return false;
    }
    match &item.data {
        Data::Struct(data) => {
            let Fields::Named(fields) = &data.fields else { return false };
            only(&item.attrs, of_struct) && fields.named.iter().all(|field| only(&field.attrs, of_field))
        }
        Data::Enum(data) if data.variants.is_empty() => false,
        Data::Enum(data) => {
            let is_word = |variant: &syn::Variant| {
                matches!(variant.fields, Fields::Unit)
                    && variant.discriminant.is_none()
                    && only(&variant.attrs, of_variant)
            };
            only(&item.attrs, of_words) && data.variants.iter().all(is_word)
        }
        Data::Union(_) => false,
    }
}

/// What may be said of what, once; `alias` as often as one likes.
fn only(attrs: &[Attribute], knows: fn(&str, &ParseNestedMeta<'_>) -> syn::Result<bool>) -> bool {
    let mut said = Vec::new();
    attrs.iter().all(|attr| {
        if !attr.path().is_ident("serde") {
            return UNREAD.iter().any(|name| attr.path().is_ident(name));
        }
        let parsed = attr.parse_nested_meta(|meta| {
            let word = meta.path.require_ident()?.to_string();
            let is_new = word == "alias" || !said.contains(&word);
            if !is_new || !knows(&word, &meta)? {
                return Err(meta.error("serde's derives know what to do about it"));
            }
            said.push(word);
            Ok(())
        });
        parsed.is_ok()
    })
}

fn of_struct(word: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
    match word {
        "default" => default(meta),
        "deny_unknown_fields" => Ok(is_bare(meta)),
        _ => of_words(word, meta),
    }
}

fn of_words(word: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
    match word {
        "rename_all" => Ok(Case::named(&text(meta)?).is_some()),
        "rename" => text(meta).map(|_| true),
        _ => Ok(false),
    }
}

fn of_variant(word: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
    match word {
        "rename" | "alias" => text(meta).map(|_| true),
        _ => Ok(false),
    }
}

fn of_field(word: &str, meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
    match word {
        "default" => default(meta),
        "skip" | "skip_serializing" | "skip_deserializing" => Ok(is_bare(meta)),
        _ => of_variant(word, meta),
    }
}

fn default(meta: &ParseNestedMeta<'_>) -> syn::Result<bool> {
    if meta.input.peek(Token![=]) {
        text(meta)?.parse::<ExprPath>()?;
    }
    Ok(is_bare(meta))
}

fn text(meta: &ParseNestedMeta<'_>) -> syn::Result<LitStr> {
    meta.value()?.parse()
}

fn is_bare(meta: &ParseNestedMeta<'_>) -> bool {
    meta.input.is_empty() || meta.input.peek(Token![,])
}
