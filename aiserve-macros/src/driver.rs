//! The pipeline that every macro runs: parse, check, emit; report every mistake; write the user's item out again.

use proc_macro2::TokenStream;
use quote::quote;
use syn::DeriveInput;

use crate::ctxt::Ctxt;
use crate::emit;
use crate::parse;
use crate::parse::rules::Runner;

/// What is emitted for an item, if it is right, and what stands in for it if it is not, so that one mistake is one error.
pub(crate) struct Emitted {
    pub(crate) whole: TokenStream,
    pub(crate) fallback: TokenStream,
}

/// Runs one macro on an item that syn could parse, or passes syn's error on.
pub(crate) fn run<T>(item: syn::Result<T>, expand: impl FnOnce(&T, &Ctxt) -> Emitted) -> TokenStream {
    let item = match item {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let Emitted { whole, fallback } = expand(&item, &ctxt);
    match ctxt.check() {
        Ok(()) => whole,
        Err(errors) => quote!(#errors #fallback),
    }
}

/// `#[derive(Schema)]`
pub(crate) fn schema(item: &DeriveInput, ctxt: &Ctxt) -> Emitted {
    let schema = parse::schema::schema(item, Runner::Garde, ctxt);
    Emitted { whole: emit::schema::schema(&schema), fallback: emit::schema::fallback(item) }
}

/// `#[payload]`
pub(crate) fn payload(arguments: &TokenStream, item: &DeriveInput, ctxt: &Ctxt) -> Emitted {
    let payload = parse::payload::payload(arguments, item, ctxt);
    let schema = parse::schema::schema(&payload.item, Runner::Ours, ctxt);
    let (item, validate) = (emit::payload::item(&payload), emit::payload::validate(&payload));
    let (schema, fallback) = (emit::schema::schema(&schema), emit::schema::fallback(&payload.item));
    Emitted { whole: quote!(#item #schema #validate), fallback: quote!(#item #fallback #validate) }
}
