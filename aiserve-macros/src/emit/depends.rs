//! Code around dependencies: how they are described, and how their values are taken.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use crate::ir::endpoint::{Argument, Depends, Kind};

/// The dependencies of arguments.
pub(super) fn of_arguments(arguments: &[Argument]) -> impl Iterator<Item = &Depends> {
    arguments.iter().filter_map(|argument| match &argument.kind {
        Kind::Depends(depends) => Some(depends),
        _ => None,
    })
}

/// An expression of type `Arg`.
pub(super) fn described(Depends { path, scopes }: &Depends) -> TokenStream {
    let needs = quote_spanned!(path.span()=> <#path as ::aiserve::depends::Describe>::NEEDS);
    quote!(::aiserve::describe::Arg::Needs(#needs, &[#(#scopes),*]))
}

/// What must hold for the state.
pub(super) fn bound(Depends { path, .. }: &Depends) -> TokenStream {
    quote_spanned!(path.span()=> #path: ::aiserve::depends::Dependency<__S>)
}

/// Runs a dependency and binds its value; `refuse` makes what is returned instead.
pub(super) fn taken(name: &Ident, ty: &Type, depends: &Depends, refuse: &TokenStream) -> TokenStream {
    let call = call(depends);
    // A value of another type is told of where the argument's is written.
    let value = Ident::new("__aiserve_value", ty.span().resolved_at(Span::call_site()));
    quote! {
        let #name: ::core::option::Option<#ty> = match ::aiserve::__private::glue::taken(#call) {
            ::core::result::Result::Ok(::core::option::Option::Some(__aiserve_value)) => {
                ::core::option::Option::Some(#value)
            }
            ::core::result::Result::Ok(::core::option::Option::None) => ::core::option::Option::None,
            ::core::result::Result::Err(refused) => return #refuse,
        };
    }
}

/// Runs a dependency for its effect.
pub(super) fn run(depends: &Depends, refuse: &TokenStream) -> TokenStream {
    let call = call(depends);
    quote! {
        if let ::core::result::Result::Err(refused) = ::aiserve::__private::glue::taken(#call) {
            return #refuse;
        }
    }
}

fn call(Depends { path, scopes }: &Depends) -> TokenStream {
    let take = quote_spanned!(path.span()=> <#path as ::aiserve::depends::Dependency<__S>>::take);
    quote!(#take(&mut __aiserve_ctx, &[#(#scopes),*]).await)
}
