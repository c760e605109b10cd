//! What a dependency becomes: a function that can be called and tells which dependency it is, and a type of the same name
//! that describes and runs it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{FnArg, ItemFn, Pat, ReturnType, Type, parse_quote};

use super::arguments::{Steps, bounds, complete, models, steps};
use super::endpoint::{self, arg_of};
use crate::ir::endpoint::Function;

/// ```text
/// fn caller(key: ApiKey) -> Running<caller, impl Future<Output = Result<User>> + Send> {
///     async fn caller(key: ApiKey) -> Result<User> { .. }
///     Running::new(caller(key))
/// }
/// struct caller {}
/// const _: () = {
///     impl Describe for caller { type Value = User; const NEEDS: &'static Needs = &Needs { .. }; }
///     impl<S> Dependency<S> for caller { fn run(ctx: &mut Ctx<S>) -> Run<'_, User> { .. } }
/// };
/// ```
pub(crate) fn dependency(item: &ItemFn, function: &Function) -> TokenStream {
    let Function { ident, arguments, output, .. } = function;
    let (marker, callable) = (marker(item), callable(item, output));
    let params = endpoint::constants(arguments);
    let args = arguments.iter().enumerate().map(|(index, argument)| arg_of(index, argument));
    let (value, replies) = (value(output), outcome(output, "REPLIES"));
    let (run, leaves_body) = (run(function), leaves_body(function));
    quote! {
        #callable
        #marker
        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, deprecated, unused_braces, unused_qualifications)]
        const _: () = {
            use ::aiserve::depends::Plain as _;
            #(#params)*
            impl ::aiserve::depends::Describe for #ident {
                type Value = #value;
                const NEEDS: &'static ::aiserve::describe::Needs =
                    &::aiserve::describe::Needs { args: &[#(#args),*], replies: #replies };
            }
            #run
            #leaves_body
        };
    }
}

/// What stands in while the dependency's mistakes are reported, so that its uses are no further errors.
pub(crate) fn fallback(item: &ItemFn) -> TokenStream {
    let mut item = item.clone();
    item.attrs.push(parse_quote!(#[allow(dead_code, unused_variables)]));
    item.sig.asyncness.get_or_insert_default();
    let (marker, ident) = (marker(&item), &item.sig.ident);
    let output: Type = match &item.sig.output {
        ReturnType::Type(_, ty) => (**ty).clone(),
        ReturnType::Default => parse_quote!(::core::result::Result<(), ::aiserve::Problem>),
    };
    let callable = if item.sig.generics.params.is_empty() && !matches!(item.sig.output, ReturnType::Default) {
        callable(&item, &output)
    } else {
        quote!(#item)
    };
    let value = value(&output);
    quote! {
        #callable
        #marker
        const _: () = {
            use ::aiserve::depends::Plain as _;
            impl ::aiserve::depends::Describe for #ident {
                type Value = #value;
                const NEEDS: &'static ::aiserve::describe::Needs =
                    &::aiserve::describe::Needs { args: &[], replies: ::aiserve::describe::Replies::None };
            }
        };
        impl<__S: ::core::marker::Send + ::core::marker::Sync + 'static> ::aiserve::depends::Dependency<__S> for #ident {
            fn run(
                _: &mut ::aiserve::extract::Ctx<__S>,
            ) -> ::aiserve::depends::Run<'_, <Self as ::aiserve::depends::Describe>::Value> {
                ::core::unreachable!("this crate does not compile")
            }
        }
    }
}

/// The type of a success, whether the output is a `Result` or a value.
fn value(output: &Type) -> TokenStream {
    quote_spanned! {output.span()=>
        <#output as ::aiserve::depends::Valued<{ ::aiserve::depends::Probe::<#output>::IS_PLAIN }>>::Value
    }
}

/// An item of the output's trait. Spanned as one, so that an error that is no reply is one error.
fn outcome(output: &Type, item: &str) -> TokenStream {
    let item = Ident::new(item, output.span());
    quote_spanned! {output.span()=>
        <#output as ::aiserve::depends::Outcome<{ ::aiserve::depends::Probe::<#output>::IS_PLAIN }>>::#item
    }
}

fn marker(item: &ItemFn) -> TokenStream {
    let (vis, ident) = (&item.vis, &item.sig.ident);
    quote! {
        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_debug_implementations, dead_code)]
        #vis struct #ident {}
    }
}

/// The function under its name, and the user's own inside of it.
fn callable(item: &ItemFn, output: &Type) -> TokenStream {
    let (vis, ident) = (&item.vis, &item.sig.ident);
    let docs =
        item.attrs.iter().filter(|attr| ["doc", "cfg", "deprecated"].iter().any(|name| attr.path().is_ident(name)));
    let mut inner = item.clone();
    inner.vis = syn::Visibility::Inherited;
    inner.attrs.retain(|attr| !attr.path().is_ident("deprecated"));
    let arguments = item.sig.inputs.iter().filter_map(|argument| match argument {
        FnArg::Typed(argument) => Some(argument),
        FnArg::Receiver(_) => None,
    });
    let (names, types): (Vec<Ident>, Vec<&Type>) = arguments
        .enumerate()
        .map(|(index, argument)| {
            let name = match &*argument.pat {
                // The user's own function is an item of the body, which its name would mean there.
                Pat::Ident(name) if name.subpat.is_none() && name.ident != *ident => name.ident.clone(),
                _ => format_ident!("argument_{index}"),
            };
            (name, &*argument.ty)
        })
        .unzip();
    quote! {
        #(#docs)*
        #[allow(clippy::needless_pass_by_value)]
        #vis fn #ident(
            #(#names: #types),*
        ) -> ::aiserve::depends::Running<#ident, impl ::core::future::Future<Output = #output> + ::core::marker::Send> {
            #[allow(clippy::unused_async, clippy::needless_pass_by_value)]
            #inner
            ::aiserve::depends::Running::new(#ident(#(#names),*))
        }
    }
}

fn run(function: &Function) -> TokenStream {
    let Function { ident, arguments, output, .. } = function;
    let bounds = bounds(arguments);
    let models = models(arguments, std::iter::empty());
    let refuse = quote!(::core::result::Result::Err(refused));
    let Steps { params, depends, extracted, names, values } = steps(arguments, None);
    let depends = depends.iter().map(|step| step.code(&refuse));
    let extracted = extracted.iter().map(|step| step.code(&refuse));
    let invalid = quote!(return ::core::result::Result::Err(::aiserve::extract::Refused::Invalid));
    let complete = complete(&names, &invalid);
    let result = quote_spanned!(output.span()=> let __aiserve_result: #output = #ident(#(#values),*).await;);
    let outcome = outcome(output, "outcome");
    quote! {
        impl<__S: ::core::marker::Send + ::core::marker::Sync + 'static> ::aiserve::depends::Dependency<__S> for #ident
        where #(#bounds,)*
        {
            #[allow(unused_mut, unused_variables)]
            fn run(
                mut __aiserve_ctx: &mut ::aiserve::extract::Ctx<__S>,
            ) -> ::aiserve::depends::Run<'_, <Self as ::aiserve::depends::Describe>::Value> {
                ::std::boxed::Box::pin(async move {
                    #params
                    #(#depends)*
                    #(#extracted)*
                    #complete
                    let __aiserve_settings = *__aiserve_ctx.request.settings();
                    #result
                    #outcome(__aiserve_result, &__aiserve_settings)
                })
            }
            #models
        }
    }
}

/// Dependencies run before the body is read, which the endpoint alone does.
fn leaves_body(function: &Function) -> TokenStream {
    let ident = &function.ident;
    let checks = function.arguments.iter().enumerate().map(|(index, argument)| {
        quote_spanned! {argument.ty.span()=>
            const _: () = ::core::assert!(
                !::aiserve::describe::check::reads_body(<#ident as ::aiserve::depends::Describe>::NEEDS, #index),
                "a dependency runs before the body is read: take the body in the endpoint"
            );
        }
    });
    let extractors = checks.zip(&function.arguments).filter(|(_, argument)| argument.is_extractor());
    extractors.map(|(check, _)| check).collect()
}
