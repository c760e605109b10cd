//! The pipeline that every macro runs.

use proc_macro2::TokenStream;
use quote::quote;

use crate::ctxt::Ctxt;

/// Runs one macro: `expand` writes what the user's item becomes and says what is wrong with it; `fallback` stands in
/// for the code that could not be written, so that one mistake is one error.
pub(crate) fn run(
    input: &syn::Result<syn::DeriveInput>,
    expand: impl FnOnce(&syn::DeriveInput, &Ctxt) -> TokenStream,
    fallback: impl FnOnce(&syn::DeriveInput) -> TokenStream,
) -> TokenStream {
    let item = match input {
        Ok(item) => item,
        Err(error) => return error.to_compile_error(),
    };
    let ctxt = Ctxt::new();
    let expanded = expand(item, &ctxt);
    match ctxt.check() {
        Ok(()) => expanded,
        Err(errors) => {
            let fallback = fallback(item);
            quote!(#errors #fallback)
        }
    }
}
