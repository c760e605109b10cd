//! What a type with a schema may not say: whatever would make its document untrue.

use proc_macro2::{Ident, TokenStream, TokenTree};
use quote::ToTokens;
use syn::ext::IdentExt;
use syn::{Data, DeriveInput, Type};

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
    if let Some(word) = &serde.identifier {
        ctxt.error_at(word, "an identifier is read as a key, never as a value: it needs no schema");
    }
}

/// Reports what an inline type has no component to carry.
pub(crate) fn inline(input: &DeriveInput, texts: &Texts, ctxt: &Ctxt) {
    let Some(word) = &texts.inline else { return };
    if let Some(name) = &texts.rename {
        ctxt.error_at(name, "an `inline` type has no component to name: leave out `inline` or `rename`");
    }
    if texts.title.is_some() || !texts.examples.is_empty() || texts.deprecated {
        ctxt.error_at(word, "an `inline` type has no component to carry texts: put them on the fields that use it");
    }
    let ident = &input.ident;
    if field_types(&input.data).into_iter().any(|ty| mentions(ty.to_token_stream(), ident)) {
        ctxt.error_at(word, format!("`{ident}` contains itself, which only a named component can say"));
    }
}

fn mentions(tokens: TokenStream, name: &Ident) -> bool {
    tokens.into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == *name,
        TokenTree::Group(group) => mentions(group.stream(), name),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// The types of all fields.
fn field_types(data: &Data) -> Vec<&Type> {
    match data {
        Data::Struct(data) => data.fields.iter().map(|field| &field.ty).collect(),
        Data::Enum(data) => data.variants.iter().flat_map(|variant| &variant.fields).map(|field| &field.ty).collect(),
        Data::Union(_) => Vec::new(),
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
