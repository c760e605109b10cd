//! What a type with a schema may not say: whatever would make its document untrue.

use proc_macro2::Ident;
use syn::ext::IdentExt;

use crate::ctxt::Ctxt;
use crate::ir::schema::Field;
use crate::parse::schema_serde::{ContainerSerde, FieldSerde, VariantSerde};
use crate::parse::schema_texts::Texts;

/// Reports what a type's serde attributes hide.
pub(crate) fn container(serde: &ContainerSerde, ctxt: &Ctxt) {
    if let Some(word) = &serde.remote {
        let message = "a remote derive describes another type; put `#[schema(as = Type)]` on the fields that use it";
        ctxt.error_at(word, message);
    }
}

/// The base of the component's name, which must be one.
pub(crate) fn base(ident: &Ident, serde: &ContainerSerde, texts: &Texts, ctxt: &Ctxt) -> String {
    if let Some(name) = &texts.rename {
        if !is_component_name(&name.value()) {
            ctxt.error_at(name, "a component's name is made of `A-Z a-z 0-9 . _ -`");
        }
        return name.value();
    }
    let serde_name = serde.rename.write.as_ref().or(serde.rename.read.as_ref());
    if let Some(name) = serde_name.map(syn::LitStr::value).filter(|name| is_component_name(name)) {
        return name;
    }
    let name = ident.unraw().to_string();
    if !is_component_name(&name) {
        ctxt.error_at(ident, "a component's name is ASCII: give one with `#[schema(rename = \"..\")]`");
    }
    name
}

fn is_component_name(name: &str) -> bool {
    let allowed = |letter: char| letter.is_ascii_alphanumeric() || matches!(letter, '.' | '_' | '-');
    !name.is_empty() && name.chars().all(allowed)
}

/// Reports what a variant's serde attributes hide.
pub(crate) fn variant(serde: &VariantSerde, ctxt: &Ctxt) {
    if let Some(word) = &serde.with {
        let message = format!(
            "`{word}` hides the variant's wire form: give the variant one field, and that field `{word}` and \
             `#[schema(as = Type)]`"
        );
        ctxt.error_at(word, message);
    }
}

/// Reports what a field's serde attributes hide.
pub(crate) fn field(serde: &FieldSerde, texts: &Texts, ctxt: &Ctxt) {
    let is_on_wire = !(serde.skip.read && serde.skip.write);
    let word = serde.with.read.as_ref().or(serde.with.write.as_ref());
    if let Some(word) = word.filter(|_| is_on_wire && texts.stand_in.is_none()) {
        let message =
            format!("`{word}` hides the field's wire form: say which type it looks like, `#[schema(as = Type)]`");
        ctxt.error_at(word, message);
    }
    if let Some(word) = &serde.flatten
        && texts.secret
    {
        ctxt.error_at(word, "a flattened field has no value of its own to be `secret`: mark the fields inside");
    }
}

/// Reports what JSON Schema cannot say of a place in a list.
pub(crate) fn tuple_field(field: &syn::Field, read: &Field, ctxt: &Ctxt) {
    let one_sided = read.on_wire && read.flags.iter().any(|flag| matches!(*flag, "SKIP_IN" | "SKIP_OUT"));
    if one_sided {
        ctxt.error_at(&field.ty, "a place in a list cannot be there on one side only: use a struct with named fields");
    }
    if read.flags.contains(&"OPTIONAL_IN") && read.on_wire {
        ctxt.error_at(&field.ty, "a place in a list cannot have a default: use a struct with named fields");
    }
}
