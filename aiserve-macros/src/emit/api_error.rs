//! The impl that makes an error type a documented reply.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::DeriveInput;

use super::schema_node;
use crate::ir::api_error::Failure;

/// ```text
/// impl Respond for ShopError {
///     const REPLIES: Replies = Replies::Many(&[Reply { status: 404, content: Content::Problem("missing"), .. }]);
///     fn into_problem(self) -> Option<Problem> {
///         Some(match &self { Self::Missing { .. } => glue::failure(404, "missing", self.to_string(), None), .. })
///     }
///     fn respond(self, settings: &Settings) -> Response {
///         glue::failed(self, settings)
///     }
/// }
/// ```
pub(crate) fn api_error(item: &DeriveInput, failures: &[Failure]) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
    let replies = failures.iter().map(|failure| {
        let Failure { status, code, doc, retry_after, hidden, .. } = failure;
        let is_sent = retry_after.is_some() && !hidden;
        let retry_after = is_sent.then(|| quote!(::aiserve::__private::RETRY_AFTER));
        quote! {
            ::aiserve::describe::Reply {
                status: #status,
                description: #doc,
                content: ::aiserve::describe::Content::Problem(#code),
                headers: &[#retry_after],
            }
        }
    });
    let arms = failures.iter().map(|failure| arm(item, failure));
    quote! {
        #[automatically_derived]
        impl #impl_generics ::aiserve::respond::Respond for #ident #ty_generics #where_clause {
            const REPLIES: ::aiserve::describe::Replies = ::aiserve::describe::Replies::Many(&[#(#replies),*]);

            fn into_problem(self) -> ::core::option::Option<::aiserve::Problem> {
                ::core::option::Option::Some(match &self { #(#arms)* })
            }

            fn respond(self, __aiserve_settings: &::aiserve::extract::Settings) -> ::aiserve::respond::Response {
                ::aiserve::__private::glue::failed(self, __aiserve_settings)
            }
        }
    }
}

fn arm(item: &DeriveInput, failure: &Failure) -> TokenStream {
    let Failure { variant, status, code, retry_after, hidden, doc: _ } = failure;
    let pattern = variant.as_ref().map_or(quote!(_), |variant| quote!(Self::#variant { .. }));
    if *hidden {
        return quote!(#pattern => ::aiserve::__private::glue::hidden_failure(#status, self),);
    }
    let retry_after = schema_node::option(retry_after.as_ref());
    let span = item.ident.span();
    let text = quote_spanned!(span=> ::std::string::ToString::to_string(&self));
    quote!(#pattern => ::aiserve::__private::glue::failure(#status, #code, #text, #retry_after),)
}

/// The impl that stands in while the type's mistakes are reported.
pub(crate) fn fallback(item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let (impl_generics, ty_generics, where_clause) = item.generics.split_for_impl();
    quote! {
        impl #impl_generics ::aiserve::respond::Respond for #ident #ty_generics #where_clause {
            const REPLIES: ::aiserve::describe::Replies = ::aiserve::describe::Replies::None;

            fn respond(self, _: &::aiserve::extract::Settings) -> ::aiserve::respond::Response {
                ::core::unreachable!()
            }
        }
    }
}
