//! Reads the fields of a state type.

use std::collections::HashSet;

use quote::ToTokens;
use syn::{Attribute, Data, DeriveInput, Field, Member};

use crate::ctxt::Ctxt;

/// A field that endpoints can ask for.
pub(crate) struct StateField {
    pub(crate) member: Member,
    pub(crate) ty: syn::Type,
}

/// The fields that are not left out.
pub(crate) fn fields(item: &DeriveInput, ctxt: &Ctxt) -> Vec<StateField> {
    if !item.generics.params.is_empty() {
        ctxt.error_at(&item.generics, "a state type has no generics: name the types of its fields");
        return Vec::new();
    }
    let Data::Struct(data) = &item.data else {
        ctxt.error_at(&item.ident, "the state is a struct: each field is what a `State<..>` argument can ask for");
        return Vec::new();
    };
    let mut seen = HashSet::new();
    let mut fields = Vec::new();
    for (index, field) in data.fields.iter().enumerate() {
        if is_skipped(&field.attrs, ctxt) {
            continue;
        }
        let Field { ident, ty, .. } = field;
        if !seen.insert(ty.to_token_stream().to_string()) {
            let ty = ty.to_token_stream();
            let message = format!(
                "two fields are `{ty}`, which `State<{ty}>` can't tell apart: give one a type of its own, or `#[state(skip)]`"
            );
            ctxt.error_at(ident.as_ref().map_or_else(|| ty.clone(), ToTokens::to_token_stream), message);
            continue;
        }
        let member = ident.clone().map_or_else(|| Member::from(index), Member::from);
        fields.push(StateField { member, ty: ty.clone() });
    }
    fields
}

fn is_skipped(attrs: &[Attribute], ctxt: &Ctxt) -> bool {
    let mut is_skipped = false;
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("state")) {
        ctxt.ok(attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("skip") {
                return Err(meta.error("a field of the state knows `#[state(skip)]` alone"));
            }
            is_skipped = true;
            Ok(())
        }));
    }
    is_skipped
}
