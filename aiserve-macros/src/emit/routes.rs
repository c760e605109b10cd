//! `routes![..]`: a list of endpoints that mounts, and a check that no two of them answer the same requests.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use quote::quote_spanned;
use syn::Path;
use syn::spanned::Spanned;

/// ```text
/// {
///     const _: () = check::distinct(&[<a as Describe>::OPERATION, <m::b as Describe>::OPERATION]);
///     ::aiserve::route::list(|routes: &mut Routes<_>| { routes.add(a {}); routes.add(m::b {}); })
/// }
/// ```
pub(crate) fn routes(paths: &[Path]) -> TokenStream {
    let operations =
        paths.iter().map(|path| quote_spanned!(path.span()=> <#path as ::aiserve::route::Describe>::OPERATION));
    // One identifier, so that paths out of a user's own macro find it whatever their hygiene.
    let list = Ident::new("__aiserve_routes", Span::call_site());
    let adds = paths.iter().map(|path| quote_spanned!(path.span()=> #list.add(#path {});));
    let checks =
        (paths.len() > 1).then(|| quote!(const _: () = ::aiserve::describe::check::distinct(&[#(#operations),*]);));
    quote! {
        #checks
        ::aiserve::route::list(|#list: &mut ::aiserve::route::Routes<_>| { #(#adds)* })
    }
}
