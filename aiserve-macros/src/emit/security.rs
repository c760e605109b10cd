//! What a security scheme becomes: an argument that is refused with a 401.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{DeriveInput, parse_quote};

use super::schema_node::option;
use crate::ir::security::{Flow, Kind, Security};

/// ```text
/// struct ApiKey(String);
/// impl Scheme for ApiKey { const SCHEME: &'static SecurityScheme = &SecurityScheme { .. }; }
/// impl Describes for ApiKey { const ARG: Arg = Arg::Security(Self::SCHEME, false); }
/// impl<S> Extract<S> for ApiKey { async fn extract(ctx) { .. } }
/// ```
pub(crate) fn security(item: &DeriveInput, security: &Security) -> TokenStream {
    let Security { ident, name, doc, kind, credential } = security;
    let (doc, described, read) = (doc.expression(), described(kind), read(kind));
    let may_be_absent =
        quote_spanned!(credential.span()=> <#credential as ::aiserve::security::Credential>::MAY_BE_ABSENT);
    // All of it at the type, so that a wrong one is one error.
    let held = quote_spanned!(credential.span()=> <#credential as ::aiserve::security::Credential>::of(shown));
    quote! {
        // That a client has shown something may be all that is wanted.
        #[allow(dead_code)]
        #item

        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic)]
        const _: () = {
            impl ::aiserve::security::Scheme for #ident {
                const SCHEME: &'static ::aiserve::describe::SecurityScheme =
                    &::aiserve::describe::SecurityScheme { name: #name, doc: #doc, kind: #described };
            }

            impl ::aiserve::describe::Describes for #ident {
                const ARG: ::aiserve::describe::Arg = ::aiserve::describe::Arg::Security(
                    <Self as ::aiserve::security::Scheme>::SCHEME,
                    #may_be_absent,
                );
            }

            impl<__S: ::core::marker::Send + ::core::marker::Sync> ::aiserve::extract::Extract<__S> for #ident {
                async fn extract(
                    ctx: &mut ::aiserve::extract::Ctx<__S>,
                ) -> ::core::result::Result<Self, ::aiserve::extract::Refused> {
                    let request = &ctx.request;
                    let shown = #read;
                    let held = #held;
                    held.map(Self).ok_or_else(|| {
                        ::aiserve::security::refusal(<Self as ::aiserve::security::Scheme>::SCHEME)
                    })
                }
            }
        };
    }
}

/// What stands in while the scheme's mistakes are reported, so that its uses are no further errors.
pub(crate) fn fallback(item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
    let mut with_state = item.generics.clone();
    with_state.params.push(parse_quote!(__S: ::core::marker::Send + ::core::marker::Sync));
    let (with_state, _, _) = with_state.split_for_impl();
    quote! {
        #[allow(dead_code)]
        #item
        impl #impl_generics ::aiserve::describe::Describes for #ident #ty_generics #where_clause {
            const ARG: ::aiserve::describe::Arg = ::aiserve::describe::Arg::Hidden;
        }
        impl #with_state ::aiserve::extract::Extract<__S> for #ident #ty_generics #where_clause {
            async fn extract(
                _: &mut ::aiserve::extract::Ctx<__S>,
            ) -> ::core::result::Result<Self, ::aiserve::extract::Refused> {
                ::core::unreachable!("this crate does not compile")
            }
        }
    }
}

fn described(kind: &Kind) -> TokenStream {
    let kind = match kind {
        Kind::ApiKey(place, name) => {
            let place = Ident::new(place, Span::call_site());
            quote!(ApiKey(::aiserve::problem::Place::#place, #name))
        }
        Kind::Bearer(format) => {
            let format = option(format.as_ref());
            quote!(Http("bearer", #format))
        }
        Kind::Basic => quote!(Http("basic", ::core::option::Option::None)),
        Kind::OAuth2(flows) => {
            let flows = flows.iter().map(flow);
            quote!(OAuth2(&[#(#flows),*]))
        }
        Kind::OpenId(url) => quote!(OpenId(#url)),
    };
    quote!(::aiserve::describe::SecurityKind::#kind)
}

fn flow(Flow { name, authorization_url, token_url, refresh_url, scopes }: &Flow) -> TokenStream {
    let [authorization_url, token_url, refresh_url] =
        [authorization_url, token_url, refresh_url].map(|url| option(url.as_ref()));
    let scopes = scopes.iter().map(|(name, doc)| quote!((#name, #doc)));
    quote! {
        ::aiserve::describe::Flow {
            name: #name,
            authorization_url: #authorization_url,
            token_url: #token_url,
            refresh_url: #refresh_url,
            scopes: &[#(#scopes),*],
        }
    }
}

/// Reads what the client shows.
fn read(kind: &Kind) -> TokenStream {
    match kind {
        Kind::ApiKey(place, name) => {
            let place = Ident::new(place, Span::call_site());
            quote! {{
                const KEY: ::aiserve::describe::Param =
                    ::aiserve::security::parameter(::aiserve::problem::Place::#place, #name);
                ::aiserve::security::api_key(&KEY, request)
            }}
        }
        Kind::Basic => quote!(::aiserve::security::basic(request)),
        Kind::Bearer(_) | Kind::OAuth2(_) | Kind::OpenId(_) => quote!(::aiserve::security::token(request)),
    }
}
