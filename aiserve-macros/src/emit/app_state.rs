//! The impls that hand the fields of a state type to endpoints.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::DeriveInput;
use syn::spanned::Spanned;

use crate::parse::app_state::StateField;

/// ```text
/// impl FromState<Services> for Db { fn from_state(state: &Services) -> Db { Clone::clone(&state.db) } }
/// ```
pub(crate) fn app_state(item: &DeriveInput, fields: &[StateField]) -> TokenStream {
    let state = &item.ident;
    let impls = fields.iter().map(|StateField { member, ty }| {
        let clone = quote_spanned!(ty.span()=> <#ty as ::core::clone::Clone>::clone(&__aiserve_state.#member));
        quote! {
            #[automatically_derived]
            impl ::aiserve::extract::FromState<#state> for #ty {
                fn from_state(__aiserve_state: &#state) -> Self {
                    #clone
                }
            }
        }
    });
    quote!(#(#impls)*)
}
