//! The call of an endpoint: a few steps of the runtime's, in the order parameters, extractors, function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::endpoint::{constant_name, default_name};
use super::{depends, rules_checks};
use crate::ir::endpoint::{Argument, Depends, Endpoint, Kind, Param, Parts, PartsKind, Place, RouteKind};

/// ```text
/// impl<S: Send + Sync + 'static> Endpoint<S> for item where Argument<State<Db>, { State::<Db>::BARE }>: Read<S, _> {
///     fn call(mut ctx: Ctx<S>) -> BoxFuture {
///         Box::pin(async move {
///             let a0 = <u64 as Parameter>::path(&mut ctx.request, 0, &__AISERVE_0);
///             let a1 = match glue::taken(<Argument<State<Db>, { .. }> as Read<S, _>>::read(&mut ctx).await) {
///                 Ok(value) => value,
///                 Err(refused) => return glue::refused(refused, ctx.request),
///             };
///             let (Some(a0), Some(a1)) = (a0, a1) else { return glue::refuse(ctx.request) };
///             let settings = *ctx.request.settings();
///             let headers = Item::kept_headers(&ctx.request);
///             let kept = ctx.keep();
///             drop(ctx);
///             let mut response = Item::finish(item(a0, a1).await, headers, &settings);
///             kept.until_sent(&mut response);
///             response
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

/// Calls the function and makes the reply of its result.
fn answering(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, output, .. } = endpoint;
    let Prepared { code, values, waits } = prepared(endpoint);
    // Spanned as where the replies are described, so that a type that is none is one error.
    let headers = quote_spanned!(output.span()=> <#output as ::aiserve::respond::Respond>::kept_headers);
    let respond = quote_spanned!(output.span()=> <#output as ::aiserve::respond::Respond>::finish);
    let (keep, answer) = answer(&respond, !waits);
    let prepare = quote! {
        #code
        let __aiserve_settings = *__aiserve_ctx.request.settings();
        let __aiserve_headers = #headers(&__aiserve_ctx.request);
        #keep
    };
    // Parameters alone are read before the future is made, which is then as small as the function's own. What waits keeps
    // the request beside its future, which is moved.
    let (before, inside) = if waits {
        let inside = quote!(#prepare ::core::mem::drop(__aiserve_ctx););
        (boxed_ctx(), Some(inside))
    } else {
        (prepare, None)
    };
    let result_name = format_ident!("__aiserve_result");
    let result = quote_spanned!(output.span()=> let #result_name: #output = #ident(#(#values),*).await;);
    quote! {
        #before
        ::std::boxed::Box::pin(async move {
            #inside
            #result
            #answer
        })
    }
}

/// Accepts the handshake of a WebSocket, whose function runs once the connection is open.
fn opening(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, output, .. } = endpoint;
    let Prepared { code, values, .. } = prepared(endpoint);
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

fn boxed_ctx() -> TokenStream {
    quote!(let mut __aiserve_ctx = ::std::boxed::Box::new(__aiserve_ctx);)
}

/// How the arguments of an endpoint are read.
struct Prepared {
    /// Reads them, and answers what is wrong with them.
    code: TokenStream,
    /// What the function is called with.
    values: Vec<TokenStream>,
    /// Whether the code waits for something.
    waits: bool,
}

fn prepared(endpoint: &Endpoint) -> Prepared {
    let Endpoint { arguments, route, parts, .. } = endpoint;
    let refuse = quote!(::aiserve::__private::glue::refused(refused, __aiserve_ctx.request));
    let Steps { params, depends, extracted, names, values } = steps(arguments, parts.as_ref(), &refuse);
    let effects = route.depends.iter().map(|depends| depends::run(depends, &refuse));
    let depends = quote!(#(#effects)* #depends);
    let waits = route.kind == RouteKind::WebSocket || !extracted.is_empty() || !depends.is_empty();
    let refuse = if waits { quote!(refuse) } else { quote!(refuse_now) };
    let complete = (!names.is_empty()).then(|| {
        quote! {
            let (#(::core::option::Option::Some(#names),)*) = (#(#names,)*) else {
                return ::aiserve::__private::glue::#refuse(__aiserve_ctx.request);
            };
        }
    });
    // A router's dependencies may have found mistakes that are none of the arguments'.
    let code = quote! {
        #params
        #depends
        #extracted
        #complete
        if __aiserve_ctx.request.is_faulty() {
            return ::aiserve::__private::glue::#refuse(__aiserve_ctx.request);
        }
    };
    Prepared { code, values, waits }
}

/// Finds the models among the arguments, whose readiness is the app's.
pub(super) fn models<'a>(arguments: &'a [Argument], depends: impl Iterator<Item = &'a Depends>) -> Option<TokenStream> {
    let readers = arguments.iter().filter(|argument| argument.is_extractor()).map(|argument| {
        let ty = &argument.ty;
        let reader = reader(ty);
        quote!(<#reader as ::aiserve::__private::Read<__S, #ty>>::models(state, found);)
    });
    let depends = depends::of_arguments(arguments).chain(depends);
    let depends = depends
        .map(|Depends { path, .. }| quote!(<#path as ::aiserve::depends::Dependency<__S>>::models(state, found);));
    let steps: Vec<TokenStream> = readers.chain(depends).collect();
    (!steps.is_empty()).then(|| {
        quote! {
            fn models(state: &__S, found: &mut ::aiserve::model::Models) {
                #(#steps)*
            }
        }
    })
}

/// Makes the reply, until which what dependencies gave is kept. A router's keeps its own.
fn answer(respond: &TokenStream, is_independent: bool) -> (TokenStream, TokenStream) {
    let respond = quote!(#respond(__aiserve_result, __aiserve_headers, &__aiserve_settings));
    if is_independent {
        return (TokenStream::new(), respond);
    }
    let answer = quote! {
        let mut __aiserve_response = #respond;
        __aiserve_kept.until_sent(&mut __aiserve_response);
        __aiserve_response
    };
    (quote!(let __aiserve_kept = __aiserve_ctx.keep();), answer)
}

/// What the arguments ask of the application's state.
pub(super) fn bounds(arguments: &[Argument]) -> impl Iterator<Item = TokenStream> {
    let readers = arguments.iter().filter(|argument| argument.is_extractor()).map(|argument| {
        let ty = &argument.ty;
        let reader = reader(ty);
        quote_spanned!(ty.span()=> #reader: ::aiserve::__private::Read<__S, #ty>)
    });
    readers.chain(depends::of_arguments(arguments).map(depends::bound))
}

/// What is done before a function is called.
#[derive(Default)]
pub(super) struct Steps {
    /// Reads the parameters.
    pub(super) params: TokenStream,
    /// Runs the dependencies.
    pub(super) depends: TokenStream,
    /// Runs the extractors.
    pub(super) extracted: TokenStream,
    /// The variables that must hold a value.
    pub(super) names: Vec<Ident>,
    /// What the function is called with.
    pub(super) values: Vec<TokenStream>,
}

/// `refuse`: what is returned instead when an argument is `refused`.
pub(super) fn steps(arguments: &[Argument], parts: Option<&Parts>, refuse: &TokenStream) -> Steps {
    let mut steps = Steps::default();
    let mut has_parts = false;
    for (index, argument) in arguments.iter().enumerate() {
        let (name, ty) = (format_ident!("__aiserve_{index}"), &argument.ty);
        let value = match &argument.kind {
            Kind::Param(param) => {
                steps.params.extend(read(&name, index, param, ty));
                quote!(#name)
            }
            Kind::Extractor => {
                let reader = reader(ty);
                let call = quote!(<#reader as ::aiserve::__private::Read<__S, #ty>>::read(&mut __aiserve_ctx).await);
                steps.extracted.extend(bind(&name, &call, refuse));
                quote!(#name)
            }
            Kind::Depends(depends) => {
                steps.depends.extend(depends::taken(&name, ty, depends, refuse));
                quote!(#name)
            }
            Kind::Whole => {
                steps.extracted.extend(taken(&name, &quote!(::aiserve::extract::Json<#ty>), refuse));
                quote!(#name.0)
            }
            Kind::Part(place) => {
                let Some(parts) = parts else { continue };
                if !std::mem::replace(&mut has_parts, true) {
                    steps.extracted.extend(taken_parts(parts, refuse));
                    steps.names.push(format_ident!("__aiserve_body"));
                }
                let member = &parts.members[*place];
                steps.values.push(quote!(__aiserve_body.#member));
                continue;
            }
        };
        steps.names.push(name);
        steps.values.push(value);
    }
    steps
}

/// Reads one parameter, and runs its rules.
fn read(name: &Ident, index: usize, param: &Param, ty: &Type) -> TokenStream {
    let constant = constant_name(index);
    let parameter = quote_spanned!(ty.span()=> <#ty as ::aiserve::__private::glue::Parameter>);
    let call = if let Place::Path(place) = param.place {
        quote!(#parameter::path(&mut __aiserve_ctx.request, #place, &#constant))
    } else {
        let default = param.default.as_ref().map_or(quote!(::core::option::Option::None), |_| {
            let function = default_name(index);
            quote!(::core::option::Option::Some(#function as fn() -> #ty))
        });
        quote!(#parameter::parameter(&mut __aiserve_ctx.request, &#constant, #default))
    };
    let read = quote!(let #name: ::core::option::Option<#ty> = #call;);
    if param.rules.is_empty() {
        return read;
    }
    let check = rules_checks::check_fn(&param.rules, ty);
    quote! {
        #read
        let #name = ::aiserve::__private::glue::checked(&mut __aiserve_ctx.request, &#constant, #name, #check);
    }
}

/// What reads an argument whose type says where it comes from.
fn reader(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> ::aiserve::__private::Argument<#ty, { <#ty as ::aiserve::describe::Describes>::BARE }>)
}

/// Runs an extractor.
fn taken(name: &Ident, ty: &TokenStream, refuse: &TokenStream) -> TokenStream {
    let call = quote!(<#ty as ::aiserve::extract::Extract<__S>>::extract(&mut __aiserve_ctx).await);
    bind(name, &call, refuse)
}

fn taken_parts(parts: &Parts, refuse: &TokenStream) -> TokenStream {
    let ident = &parts.ident;
    let name = format_ident!("__aiserve_body");
    if parts.kind == PartsKind::Whole {
        let ty = quote!(::aiserve::extract::Json<#ident>);
        let taken = taken(&name, &ty, refuse);
        return quote!(#taken let #name = #name.map(|json| json.0););
    }
    let read = Ident::new(if parts.kind == PartsKind::Form { "form" } else { "parts" }, Span::call_site());
    bind(&name, &quote!(::aiserve::__private::glue::#read::<#ident>(&mut __aiserve_ctx.request).await), refuse)
}

fn bind(name: &Ident, call: &TokenStream, refuse: &TokenStream) -> TokenStream {
    quote! {
        let #name = match ::aiserve::__private::glue::taken(#call) {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(refused) => return #refuse,
        };
    }
}
