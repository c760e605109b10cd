//! `routes![..]`: a list of endpoints that mounts, and a check that no two of them answer the same requests.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{quote, quote_spanned};
use syn::Path;
use syn::spanned::Spanned;

/// ```text
/// {
///     const __AISERVE_LIST: &[&Operation] = &[check::operation(&a {}), check::operation(&m::b {})];
///     const __AISERVE_CLASHES: [usize; 2] = check::clashes(__AISERVE_LIST);
///     const _: () = check::distinct(__AISERVE_LIST, &__AISERVE_CLASHES, 1);
///     ::aiserve::route::list(|routes: &mut Routes<_>| { routes.add(a {}); routes.add(m::b {}); })
/// }
/// ```
pub(crate) fn routes(paths: &[Path]) -> TokenStream {
    // One identifier, so that paths out of a user's own macro find it whatever their hygiene.
    let list = Ident::new("__aiserve_routes", Span::call_site());
    let adds = paths.iter().map(|path| quote_spanned!(path.span()=> #list.add(#path {});));
    let checks = (paths.len() > 1).then(|| checks(paths));
    quote! {
        #checks
        ::aiserve::route::list(|#list: &mut ::aiserve::route::Routes<_>| { #(#adds)* })
    }
}

/// Each endpoint's check, told at its path. The values are written as they are where they are added, so that a name that
/// is no endpoint is one error.
fn checks(paths: &[Path]) -> TokenStream {
    let operations =
        paths.iter().map(|path| quote_spanned!(path.span()=> ::aiserve::describe::check::operation(&#path {})));
    let each = paths.iter().enumerate().skip(1).map(|(index, path)| {
        quote_spanned! {path.span()=>
            const _: () = ::aiserve::describe::check::distinct(__AISERVE_LIST, &__AISERVE_CLASHES, #index);
        }
    });
    let count = paths.len();
    quote! {
        const __AISERVE_LIST: &[&::aiserve::describe::Operation; #count] = &[#(#operations),*];
        const __AISERVE_CLASHES: [usize; #count] = ::aiserve::describe::check::clashes(__AISERVE_LIST);
        #(#each)*
    }
}
