//! The call of an endpoint: parameters are read, then the runtime takes what extractors give and calls the function.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::arguments::{Extracted, Steps, bounds, complete, models, steps};
use super::depends;
use crate::ir::endpoint::{Endpoint, RouteKind};

/// Extractors that the runtime can run one after the other by itself.
const MOST_STEPS: usize = 4;

/// ```text
/// impl<S: Send + Sync + 'static> Endpoint<S> for item where Argument<State<Db>, { State::<Db>::BARE }>: Read<S, _> {
///     fn call(mut ctx: Ctx<S>) -> BoxFuture {
///         let a0 = <u64 as Parameter>::path(&mut ctx.request, 0, &__AISERVE_0);
///         let steps = PhantomData::<(Argument<State<Db>, { .. }>,)>;
///         calls::later(ctx, steps, Item::kept_headers, Item::finish, move |(a1,)| {
///             let (Some(a0), Some(a1)) = (a0, a1) else { return None };
///             Some(item(a0, a1))
///         })
///     }
/// }
/// ```
pub(super) fn call(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, arguments, route, .. } = endpoint;
    let bounds = bounds(arguments).chain(route.depends.iter().map(depends::bound));
    let models = models(arguments, route.depends.iter());
    let body = match route.kind {
        RouteKind::Endpoint => answering(endpoint),
        RouteKind::Described => described(endpoint),
        RouteKind::WebSocket => opening(endpoint),
    };
    quote! {
        impl<__S: ::core::marker::Send + ::core::marker::Sync + 'static> ::aiserve::route::Endpoint<__S> for #ident
        where #(#bounds,)*
        {
            #[allow(unused_mut)]
            fn call(mut __aiserve_ctx: ::aiserve::extract::Ctx<__S>) -> ::aiserve::route::BoxFuture {
                #body
            }
            #models
        }
    }
}

/// Calls the function and makes the reply of its result. Parameters are read before there is a future.
fn answering(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, arguments, output, route, parts, .. } = endpoint;
    let mut steps = steps(arguments, parts.as_ref());
    let has_depends = !route.depends.is_empty() || !steps.depends.is_empty();
    if has_depends || steps.extracted.len() > MOST_STEPS {
        return waiting(endpoint);
    }
    let (params, values) = (&steps.params, &steps.values);
    let call = quote_spanned!(output.span()=> #ident(#(#values),*));
    let (keep, finish) = reply(output);
    if steps.extracted.is_empty() {
        let complete =
            complete(&steps.names, &quote!(return ::aiserve::__private::glue::refuse_now(__aiserve_ctx.request)));
        let now = quote_spanned!(output.span()=> ::aiserve::__private::calls::now);
        return quote! {
            #params
            #complete
            if __aiserve_ctx.request.is_faulty() {
                return ::aiserve::__private::glue::refuse_now(__aiserve_ctx.request);
            }
            #now(
                &__aiserve_ctx.request,
                |request| #keep(request),
                |result, headers, settings| #finish(result, headers, settings),
                #call,
            )
        };
    }
    let complete = complete(&steps.names, &quote!(return ::core::option::Option::None));
    let (names, takes): (Vec<Ident>, Vec<TokenStream>) =
        steps.extracted.drain(..).map(|Extracted { name, step }| (name, step)).unzip();
    let later = quote_spanned!(output.span()=> ::aiserve::__private::calls::later);
    quote! {
        #params
        #later(
            __aiserve_ctx,
            ::core::marker::PhantomData::<(#(#takes,)*)>,
            |request| #keep(request),
            |result, headers, settings| #finish(result, headers, settings),
            move |(#(#names,)*)| {
                #complete
                ::core::option::Option::Some(#call)
            },
        )
    }
}

/// As [`answering`], beside dependencies, or more extractors than the runtime has steps for.
fn waiting(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, output, .. } = endpoint;
    let Prepared { code, values } = prepared(endpoint);
    let (keep, finish) = reply(output);
    let (ctx, result_name) = (boxed_ctx(), format_ident!("__aiserve_result"));
    let result = quote_spanned!(output.span()=> let #result_name: #output = #ident(#(#values),*).await;);
    quote! {
        #ctx
        ::std::boxed::Box::pin(async move {
            #code
            let __aiserve_settings = *__aiserve_ctx.request.settings();
            let __aiserve_headers = #keep(&__aiserve_ctx.request);
            let __aiserve_kept = __aiserve_ctx.keep();
            ::core::mem::drop(__aiserve_ctx);
            #result
            let mut __aiserve_response = #finish(__aiserve_result, __aiserve_headers, &__aiserve_settings);
            __aiserve_kept.until_sent(&mut __aiserve_response);
            __aiserve_response
        })
    }
}

/// Reads the arguments as the operation will, and says that it does not exist yet.
fn described(endpoint: &Endpoint) -> TokenStream {
    let Prepared { code, values } = prepared(endpoint);
    let ctx = boxed_ctx();
    quote! {
        #ctx
        ::std::boxed::Box::pin(async move {
            #code
            let _ = (#(#values,)*);
            ::aiserve::__private::calls::not_implemented(&__aiserve_ctx.request)
        })
    }
}

/// What is asked of the result's type. Spanned as where the replies are described, so that a type that is none is one error.
fn reply(output: &Type) -> (TokenStream, TokenStream) {
    let keep = quote_spanned!(output.span()=> <#output as ::aiserve::respond::Respond>::kept_headers);
    let finish = quote_spanned!(output.span()=> <#output as ::aiserve::respond::Respond>::finish);
    (keep, finish)
}

/// Accepts the handshake of a WebSocket, whose function runs once the connection is open.
fn opening(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, output, .. } = endpoint;
    let Prepared { code, values } = prepared(endpoint);
    let ctx = boxed_ctx();
    let outcome = quote_spanned!(output.span()=> <#output as ::aiserve::websocket::Closing>::close);
    quote! {
        #ctx
        ::std::boxed::Box::pin(async move {
            if let ::core::option::Option::Some(refused) = ::aiserve::websocket::refused(&__aiserve_ctx.request) {
                return refused;
            }
            #code
            __aiserve_ctx.opened().run(async move { #outcome(#ident(#(#values),*).await) })
        })
    }
}

/// The request is kept beside the future, which is moved.
fn boxed_ctx() -> TokenStream {
    quote!(let mut __aiserve_ctx = ::std::boxed::Box::new(__aiserve_ctx);)
}

/// How the arguments of an endpoint are read, in a future.
struct Prepared {
    /// Reads them, and answers what is wrong with them.
    code: TokenStream,
    /// What the function is called with.
    values: Vec<TokenStream>,
}

fn prepared(endpoint: &Endpoint) -> Prepared {
    let Endpoint { arguments, route, parts, .. } = endpoint;
    let refuse = quote!(::aiserve::__private::glue::refused(refused, __aiserve_ctx.request));
    let Steps { params, depends, extracted, names, values } = steps(arguments, parts.as_ref());
    let effects = route.depends.iter().map(|depends| depends::run(depends, &refuse));
    let depends = depends.iter().map(|step| step.code(&refuse));
    let extracted = extracted.iter().map(|step| step.code(&refuse));
    let complete = complete(&names, &quote!(return ::aiserve::__private::glue::refuse(__aiserve_ctx.request)));
    // A router's dependencies may have found mistakes that are none of the arguments'.
    let code = quote! {
        #params
        #(#effects)*
        #(#depends)*
        #(#extracted)*
        #complete
        if __aiserve_ctx.request.is_faulty() {
            return ::aiserve::__private::glue::refuse(__aiserve_ctx.request);
        }
    };
    Prepared { code, values }
}
