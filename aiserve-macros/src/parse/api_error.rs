//! Reads an error type: `#[status(404)]` on each variant, or on a struct.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::ParseStream;
use syn::{Attribute, Data, DeriveInput, LitInt, Token};

use super::schema_case::Case;
use super::schema_texts;
use crate::ctxt::Ctxt;
use crate::ir::api_error::{Failure, Status};

/// What each variant answers.
pub(crate) fn failures(item: &DeriveInput, ctxt: &Ctxt) -> Vec<Failure> {
    match &item.data {
        Data::Struct(_) => failure(&item.attrs, &item.ident, None, ctxt).into_iter().collect(),
        Data::Enum(data) => {
            for attr in item.attrs.iter().filter(|attr| attr.path().is_ident("status")) {
                ctxt.error_at(attr.path(), "an enum has no status of its own: write it on each variant");
            }
            let variants = data.variants.iter();
            variants
                .filter_map(|variant| failure(&variant.attrs, &variant.ident, Some(variant.ident.clone()), ctxt))
                .collect()
        }
        Data::Union(data) => {
            ctxt.error_at(data.union_token, "an error is an enum or a struct");
            Vec::new()
        }
    }
}

fn failure(attrs: &[Attribute], ident: &Ident, variant: Option<Ident>, ctxt: &Ctxt) -> Option<Failure> {
    let mut attributes = attrs.iter().filter(|attr| attr.path().is_ident("status"));
    let Some(attr) = attributes.next() else {
        ctxt.error_at(ident, format!("say what status `{ident}` answers: `#[status(404)]`"));
        return None;
    };
    for further in attributes {
        ctxt.error_at(further.path(), "the status is there already");
    }
    let Status { number: status, code, retry_after, hidden } = ctxt.ok(attr.parse_args_with(self::status))?;
    let code = code.map_or_else(|| Case::Snake.of_variant(&ident.unraw().to_string()), |code| code.value());
    Some(Failure { variant, status, code, doc: schema_texts::doc(attrs).expression(), retry_after, hidden })
}

/// `404, code = "..", retry_after = 60, hidden`
fn status(input: ParseStream<'_>) -> syn::Result<Status> {
    let number: LitInt = input
        .parse()
        .map_err(|error| syn::Error::new(error.span(), "the status comes first, as a number: `#[status(404)]`"))?;
    let Ok(status @ 400..=599) = number.base10_parse() else {
        return Err(syn::Error::new(number.span(), "an error has a status from 400 to 599"));
    };
    let mut read = Status { number: status, code: None, retry_after: None, hidden: false };
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        let word = input.call(Ident::parse_any)?;
        match word.to_string().as_str() {
            "code" => {
                input.parse::<Token![=]>()?;
                read.code = Some(input.parse()?);
            }
            "retry_after" => {
                input.parse::<Token![=]>()?;
                read.retry_after = Some(input.parse()?);
            }
            "hidden" => read.hidden = true,
            other => {
                let message =
                    format!("`#[status(..)]` knows `code = \"..\"`, `retry_after = 60` and `hidden`, not `{other}`");
                return Err(syn::Error::new(word.span(), message));
            }
        }
    }
    Ok(read)
}
