//! The call of an endpoint: a few steps of the runtime's, in the order parameters, extractors, function.

use proc_macro2::{Ident, Span, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::endpoint::{constant_name, default_name};
use super::rules_checks;
use crate::ir::endpoint::{Endpoint, Kind, Param, Parts, PartsKind, Place};

/// ```text
/// impl<S: Send + Sync + 'static> Endpoint<S> for item where Argument<State<Db>, { State::<Db>::BARE }>: Read<S, _> {
///     fn call(mut ctx: Ctx<S>) -> BoxFuture {
///         Box::pin(async move {
///             let a0 = <u64 as Parameter>::path(&mut ctx.request, 0, &__AISERVE_0);
///             let a1 = match glue::taken(<Argument<State<Db>, { .. }> as Read<S, _>>::read(&mut ctx).await) {
///                 Ok(value) => value,
///                 Err(problem) => return glue::problem(problem, &ctx.request),
///             };
///             let (Some(a0), Some(a1)) = (a0, a1) else { return glue::refuse(ctx.request) };
///             let settings = *ctx.request.settings();
///             let headers = Item::kept_headers(&ctx.request);
///             drop(ctx);
///             Item::finish(item(a0, a1).await, headers, &settings)
///         })
///     }
/// }
/// ```
pub(super) fn call(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, arguments, output, .. } = endpoint;
    let bounds = arguments.iter().filter(|argument| matches!(argument.kind, Kind::Extractor)).map(|argument| {
        let ty = &argument.ty;
        let reader = reader(ty);
        quote_spanned!(ty.span()=> #reader: ::aiserve::__private::Read<__S, #ty>)
    });
    let Steps { params, extracted, names, values } = steps(endpoint);
    let waits = !extracted.is_empty();
    let complete = (!names.is_empty()).then(|| {
        let refuse = if waits { quote!(refuse) } else { quote!(refuse_now) };
        quote! {
            let (#(::core::option::Option::Some(#names),)*) = (#(#names,)*) else {
                return ::aiserve::__private::glue::#refuse(__aiserve_ctx.request);
            };
        }
    });
    // Spanned as where the replies are described, so that a type that is none is one error.
    let headers = quote_spanned!(output.span()=> <#output as ::aiserve::respond::Respond>::kept_headers);
    let respond = quote_spanned!(output.span()=> <#output as ::aiserve::respond::Respond>::finish);
    let prepare = quote! {
        #params
        #extracted
        #complete
        let __aiserve_settings = *__aiserve_ctx.request.settings();
        let __aiserve_headers = #headers(&__aiserve_ctx.request);
    };
    // Parameters alone are read before the future is made, which is then as small as the function's own. What waits keeps
    // the request beside its future, which is moved.
    let (before, inside) = if waits {
        let inside = quote!(#prepare ::core::mem::drop(__aiserve_ctx););
        (quote!(let mut __aiserve_ctx = ::std::boxed::Box::new(__aiserve_ctx);), Some(inside))
    } else {
        (prepare, None)
    };
    let result_name = format_ident!("__aiserve_result");
    let result = quote_spanned!(output.span()=> let #result_name: #output = #ident(#(#values),*).await;);
    quote! {
        impl<__S: ::core::marker::Send + ::core::marker::Sync + 'static> ::aiserve::route::Endpoint<__S> for #ident
        where #(#bounds,)*
        {
            #[allow(unused_mut)]
            fn call(mut __aiserve_ctx: ::aiserve::extract::Ctx<__S>) -> ::aiserve::route::BoxFuture {
                #before
                ::std::boxed::Box::pin(async move {
                    #inside
                    #result
                    #respond(#result_name, __aiserve_headers, &__aiserve_settings)
                })
            }
        }
    }
}

/// What an endpoint does before its function is called.
#[derive(Default)]
struct Steps {
    /// Reads the parameters.
    params: TokenStream,
    /// Runs the extractors.
    extracted: TokenStream,
    /// The variables that must hold a value.
    names: Vec<Ident>,
    /// What the function is called with.
    values: Vec<TokenStream>,
}

fn steps(endpoint: &Endpoint) -> Steps {
    let mut steps = Steps::default();
    let mut has_parts = false;
    for (index, argument) in endpoint.arguments.iter().enumerate() {
        let (name, ty) = (format_ident!("__aiserve_{index}"), &argument.ty);
        let value = match &argument.kind {
            Kind::Param(param) => {
                steps.params.extend(read(&name, index, param, ty));
                quote!(#name)
            }
            Kind::Extractor => {
                let reader = reader(ty);
                let call = quote!(<#reader as ::aiserve::__private::Read<__S, #ty>>::read(&mut __aiserve_ctx).await);
                steps.extracted.extend(bind(&name, &call));
                quote!(#name)
            }
            Kind::Whole => {
                steps.extracted.extend(taken(&name, &quote!(::aiserve::extract::Json<#ty>)));
                quote!(#name.0)
            }
            Kind::Part(place) => {
                let Some(parts) = &endpoint.parts else { continue };
                if !std::mem::replace(&mut has_parts, true) {
                    steps.extracted.extend(taken_parts(parts));
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
fn taken(name: &Ident, ty: &TokenStream) -> TokenStream {
    let call = quote!(<#ty as ::aiserve::extract::Extract<__S>>::extract(&mut __aiserve_ctx).await);
    bind(name, &call)
}

fn taken_parts(parts: &Parts) -> TokenStream {
    let ident = &parts.ident;
    let name = format_ident!("__aiserve_body");
    if parts.kind == PartsKind::Whole {
        let ty = quote!(::aiserve::extract::Json<#ident>);
        let taken = taken(&name, &ty);
        return quote!(#taken let #name = #name.map(|json| json.0););
    }
    let read = Ident::new(if parts.kind == PartsKind::Form { "form" } else { "parts" }, Span::call_site());
    bind(&name, &quote!(::aiserve::__private::glue::#read::<#ident>(&mut __aiserve_ctx.request).await))
}

fn bind(name: &Ident, call: &TokenStream) -> TokenStream {
    quote! {
        let #name = match ::aiserve::__private::glue::taken(#call) {
            ::core::result::Result::Ok(value) => value,
            ::core::result::Result::Err(problem) => {
                return ::aiserve::respond::Respond::respond(problem, __aiserve_ctx.request.settings());
            }
        };
    }
}
