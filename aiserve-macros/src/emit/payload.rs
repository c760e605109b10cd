//! The item under `#[payload]`, with the derives and impls it stands for.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;

use super::schema::bounded;
use crate::ir::payload::{DefaultFn, Payload};
use crate::parse::payload::plain_item;

/// The item with its derives, and the functions of its defaults.
///
/// ```text
/// #[derive(Debug, Clone, Serialize, Deserialize)]
/// #[serde(crate = "::aiserve::__private::serde")]
/// struct Prompt { #[serde(default = "Prompt::__aiserve_default_top")] top: u8 }
/// impl Prompt { fn __aiserve_default_top() -> u8 { 3 } }
/// ```
pub(crate) fn item(payload: &Payload) -> TokenStream {
    let item = plain_item(&payload.item);
    let derived = |path: TokenStream, name: &str| {
        let is_missing = !payload.derives.iter().any(|derived| derived == name);
        let name = Ident::new(name, Span::call_site());
        is_missing.then(|| quote!(#path::#name))
    };
    let derives = [
        derived(quote!(::core::fmt), "Debug"),
        derived(quote!(::core::clone), "Clone"),
        derived(quote!(::aiserve::__private::serde), "Serialize"),
        derived(quote!(::aiserve::__private::serde), "Deserialize"),
    ];
    let derives = derives.into_iter().flatten();
    let serde = (!payload.names_crate).then(|| quote!(#[serde(crate = "::aiserve::__private::serde")]));
    let defaults = default_fns(payload);
    quote! {
        #[derive(#(#derives),*)]
        #serde
        #item
        #defaults
    }
}

fn default_fns(payload: &Payload) -> Option<TokenStream> {
    if payload.defaults.is_empty() {
        return None;
    }
    let ident = &payload.item.ident;
    let (impl_generics, ty_generics, where_clause) = payload.item.generics.split_for_impl();
    let functions = payload.defaults.iter().map(default_fn);
    Some(quote! {
        #[automatically_derived]
        impl #impl_generics #ident #ty_generics #where_clause {
            #(#functions)*
        }
    })
}

fn default_fn(DefaultFn { name, ty, value }: &DefaultFn) -> TokenStream {
    quote! {
        #[doc(hidden)]
        #[allow(clippy::all, clippy::pedantic, non_snake_case)]
        fn #name() -> #ty {
            #value
        }
    }
}

/// `garde::Validate`, so that a payload can be a field of a type that garde validates.
pub(crate) fn validate(payload: &Payload) -> TokenStream {
    let ident = &payload.item.ident;
    let generics = bounded(&payload.item.generics);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        #[automatically_derived]
        impl #impl_generics ::aiserve::__private::garde::Validate for #ident #ty_generics #where_clause {
            type Context = ();

            fn validate_into(
                &self,
                (): &(),
                parent: &mut dyn FnMut() -> ::aiserve::__private::garde::error::Path,
                report: &mut ::aiserve::__private::garde::Report,
            ) {
                ::aiserve::schema::Schema::check(self, parent, report);
            }
        }
    }
}
