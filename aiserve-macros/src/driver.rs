//! The pipeline that every macro runs: parse, check, emit; report every mistake; write the user's item out again.

use std::collections::HashSet;

use proc_macro2::TokenStream;
use quote::{ToTokens, quote};
use syn::punctuated::Punctuated;
use syn::{DeriveInput, ItemFn, Path, Token};

use crate::ctxt::Ctxt;
use crate::emit;
use crate::ir::endpoint::RouteKind;
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

/// As [`run`], of a macro that stands for an expression.
pub(crate) fn run_expression<T>(item: syn::Result<T>, expand: impl FnOnce(&T, &Ctxt) -> Emitted) -> TokenStream {
    let tokens = run(item, expand);
    quote!({ #tokens })
}

/// What `#[payload]` says to an item that is no type; the item stays.
pub(crate) fn no_payload(item: &TokenStream, error: &syn::Error) -> TokenStream {
    let error = match syn::parse2::<syn::Item>(item.clone()) {
        Ok(syn::Item::Fn(function)) => {
            let message =
                "`#[payload]` describes a struct or enum; a function that answers requests is an `#[endpoint]`";
            syn::Error::new_spanned(function.sig.fn_token, message)
        }
        Ok(other) => syn::Error::new_spanned(other, "`#[payload]` describes a struct or enum"),
        Err(_) => return error.to_compile_error(),
    };
    let error = error.to_compile_error();
    quote!(#error #item)
}

/// `#[derive(Schema)]`
pub(crate) fn schema(item: &DeriveInput, ctxt: &Ctxt) -> Emitted {
    let schema = parse::schema::schema(item, Runner::Garde, ctxt);
    Emitted { whole: emit::schema::schema(&schema), fallback: emit::schema::fallback(item) }
}

/// `#[payload]`
pub(crate) fn payload(arguments: &TokenStream, item: &DeriveInput, ctxt: &Ctxt) -> Emitted {
    let payload = parse::payload::payload(arguments, item, ctxt);
    let schema = parse::payload::schema(&payload, ctxt);
    let (item, validate) = (emit::payload::item(&payload, &schema), emit::payload::validate(&payload));
    let (schema, fallback) = (emit::schema::schema(&schema), emit::schema::fallback(&payload.item));
    // The schema comes first, because rustc reports in that order, and a missing schema is what users should read first.
    let whole = quote!(#schema #item #validate);
    let item = emit::payload::fallback(&payload);
    Emitted { whole, fallback: quote!(#item #fallback #validate) }
}

/// `#[endpoint(..)]`, `#[websocket(..)]`
pub(crate) fn endpoint(kind: RouteKind, arguments: TokenStream, item: &ItemFn, ctxt: &Ctxt) -> Emitted {
    let plain = parse::endpoint::plain_item(item);
    let endpoint = parse::endpoint::endpoint(kind, arguments, item, ctxt);
    let fallback = emit::endpoint::fallback(&plain);
    let whole = endpoint.map(|endpoint| emit::endpoint::endpoint(&plain, &endpoint)).unwrap_or_default();
    Emitted { whole, fallback }
}

/// `#[dependency]`
pub(crate) fn dependency(arguments: &TokenStream, item: &ItemFn, ctxt: &Ctxt) -> Emitted {
    let plain = parse::endpoint::plain_item(item);
    let dependency = parse::endpoint::dependency(arguments, item, ctxt);
    let fallback = emit::dependency::fallback(&plain);
    let whole = dependency.map(|dependency| emit::dependency::dependency(&plain, &dependency)).unwrap_or_default();
    Emitted { whole, fallback }
}

/// `#[security(..)]`
pub(crate) fn security(arguments: TokenStream, item: &DeriveInput, ctxt: &Ctxt) -> Emitted {
    let security = parse::security::security(arguments, item, ctxt);
    let whole = security.map(|security| emit::security::security(item, &security)).unwrap_or_default();
    Emitted { whole, fallback: emit::security::fallback(item) }
}

/// `routes![..]`
pub(crate) fn routes(paths: &Punctuated<Path, Token![,]>, ctxt: &Ctxt) -> Emitted {
    let paths: Vec<Path> = paths.iter().cloned().collect();
    let mut seen = HashSet::new();
    for path in &paths {
        if !seen.insert(path.to_token_stream().to_string()) {
            ctxt.error_at(path, "this endpoint is in the list already");
        }
    }
    Emitted { whole: emit::routes::routes(&paths), fallback: emit::routes::routes(&[]) }
}

/// `#[derive(AppState)]`
pub(crate) fn app_state(item: &DeriveInput, ctxt: &Ctxt) -> Emitted {
    let fields = parse::app_state::fields(item, ctxt);
    let whole = emit::app_state::app_state(item, &fields);
    Emitted { fallback: whole.clone(), whole }
}

/// `#[derive(ApiError)]`
pub(crate) fn api_error(item: &DeriveInput, ctxt: &Ctxt) -> Emitted {
    let failures = parse::api_error::failures(item, ctxt);
    Emitted { whole: emit::api_error::api_error(item, &failures), fallback: emit::api_error::fallback(item) }
}
