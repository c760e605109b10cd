//! The item under `#[payload]`, with the derives and impls it stands for.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::{DeriveInput, parse_quote};

use super::schema::bounded;
use super::{payload_exact, payload_plain};
use crate::ir::payload::{DefaultFn, Payload};
use crate::ir::schema::Schema;
use crate::parse::payload::without;

/// Attributes that serde does not see.
const OURS: &[&str] = &["garde", "schema", "payload"];

/// The item with its derives, and the functions of its defaults.
pub(crate) fn item(payload: &Payload, schema: &Schema) -> TokenStream {
    let item = if payload.is_plain { plain(payload, schema) } else { through_serde(payload) };
    let defaults = default_fns(payload);
    quote!(#item #defaults)
}

/// ```text
/// #[derive(Debug, Clone)]
/// struct Prompt { top: u8 }
/// impl Serialize for Prompt { .. }
/// impl Deserialize for Prompt { .. }
/// ```
fn plain(payload: &Payload, schema: &Schema) -> TokenStream {
    let item = without(&payload.item, &["garde", "schema", "payload", "serde"]);
    let traits = [missing(payload, &quote!(::core::fmt), "Debug"), missing(payload, &quote!(::core::clone), "Clone")];
    let traits = traits.into_iter().flatten();
    let impls = payload_plain::impls(schema, !payload.derives.iter().any(|derived| derived == "Serialize"));
    quote!(#[derive(#(#traits),*)] #item #impls)
}

/// ```text
/// #[derive(Debug, Clone, Serialize, Deserialize)]
/// #[serde(crate = "::aiserve::__private::serde", remote = "Self")]
/// struct Prompt { #[serde(default = "Prompt::__aiserve_default_top")] top: u8 }
/// impl Deserialize for Prompt { .. }
/// impl Prompt { fn __aiserve_default_top() -> u8 { 3 } }
/// ```
fn through_serde(payload: &Payload) -> TokenStream {
    let item = without(&payload.item, OURS);
    let traits = [
        missing(payload, &quote!(::core::fmt), "Debug"),
        missing(payload, &quote!(::core::clone), "Clone"),
        missing(payload, &quote!(::aiserve::__private::serde), "Serialize"),
        missing(payload, &quote!(::aiserve::__private::serde), "Deserialize"),
    ];
    let traits = traits.into_iter().flatten();
    let serde = (!payload.names_crate).then(|| quote!(#[serde(crate = "::aiserve::__private::serde")]));
    let remote = payload.exact.map(|_| quote!(#[serde(remote = "Self")]));
    let exact = payload.exact.map(|exact| payload_exact::impls(payload, exact));
    quote! {
        #[derive(#(#traits),*)]
        #serde
        #remote
        #item
        #exact
    }
}

/// The derive of that name, unless the user has it.
fn missing(payload: &Payload, path: &TokenStream, name: &str) -> Option<TokenStream> {
    let is_missing = !payload.derives.iter().any(|derived| derived == name);
    let name = Ident::new(name, Span::call_site());
    is_missing.then(|| quote!(#path::#name))
}

/// The item while its mistakes are reported: usable as a payload, and without serde's derives, which would report some of
/// them again.
pub(crate) fn fallback(payload: &Payload) -> TokenStream {
    let plain = without(&payload.item, &["garde", "schema", "payload", "serde"]);
    let derived = |name: &str| payload.derives.iter().any(|derived| derived == name);
    let debug = (!derived("Debug")).then(|| quote!(#[derive(::core::fmt::Debug)]));
    let clone = (!derived("Clone")).then(|| quote!(#[derive(::core::clone::Clone)]));
    let (written, read) = (serialize_nothing(&plain), deserialize_nothing(&plain));
    let serialize = (!derived("Serialize")).then_some(written);
    let deserialize = (!derived("Deserialize")).then_some(read);
    quote!(#debug #clone #plain #serialize #deserialize)
}

fn serialize_nothing(item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
    quote! {
        impl #impl_generics ::aiserve::__private::serde::Serialize for #ident #ty_generics #where_clause {
            fn serialize<S: ::aiserve::__private::serde::Serializer>(
                &self,
                serializer: S,
            ) -> ::core::result::Result<S::Ok, S::Error> {
                serializer.serialize_unit()
            }
        }
    }
}

fn deserialize_nothing(item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (_, ty_generics, where_clause) = item.generics.split_for_impl();
    let mut generics = item.generics.clone();
    generics.params.insert(0, parse_quote!('de));
    let (impl_generics, _, _) = generics.split_for_impl();
    quote! {
        impl #impl_generics ::aiserve::__private::serde::Deserialize<'de> for #ident #ty_generics #where_clause {
            fn deserialize<D: ::aiserve::__private::serde::Deserializer<'de>>(
                _: D,
            ) -> ::core::result::Result<Self, D::Error> {
                ::core::unreachable!("this crate does not compile")
            }
        }
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
