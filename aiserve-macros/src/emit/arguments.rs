//! How arguments are read: the steps that calls of endpoints and runs of dependencies have in common.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::Type;
use syn::spanned::Spanned;

use super::endpoint::{constant_name, default_name};
use super::{depends, rules_checks};
use crate::ir::endpoint::{Argument, Depends, Kind, Param, Parts, PartsKind, Place};

/// What is done before a function is called.
#[derive(Default)]
pub(super) struct Steps<'a> {
    /// Reads the parameters.
    pub(super) params: TokenStream,
    /// The values of dependencies.
    pub(super) depends: Vec<Needed<'a>>,
    /// What extractors take.
    pub(super) extracted: Vec<Extracted>,
    /// The variables that must hold a value.
    pub(super) names: Vec<Ident>,
    /// What the function is called with.
    pub(super) values: Vec<TokenStream>,
}

/// An argument that is the value of a dependency.
pub(super) struct Needed<'a> {
    name: Ident,
    ty: &'a Type,
    depends: &'a Depends,
}

/// A variable that an extractor fills, and the type that is the extractor's step.
pub(super) struct Extracted {
    pub(super) name: Ident,
    pub(super) step: TokenStream,
}

impl Needed<'_> {
    /// Takes the value; `refuse` makes what is returned instead.
    pub(super) fn code(&self, refuse: &TokenStream) -> TokenStream {
        depends::taken(&self.name, self.ty, self.depends, refuse)
    }
}

impl Extracted {
    /// Runs the extractor; `refuse` makes what is returned instead.
    pub(super) fn code(&self, refuse: &TokenStream) -> TokenStream {
        let Self { name, step } = self;
        quote! {
            let #name = match ::aiserve::__private::glue::taken(
                <#step as ::aiserve::__private::calls::Step<__S>>::take(&mut __aiserve_ctx).await
            ) {
                ::core::result::Result::Ok(value) => value,
                ::core::result::Result::Err(refused) => return #refuse,
            };
        }
    }
}

/// The steps to a function's arguments.
pub(super) fn steps<'a>(arguments: &'a [Argument], parts: Option<&Parts>) -> Steps<'a> {
    let mut steps = Steps::default();
    let mut has_parts = false;
    for (index, argument) in arguments.iter().enumerate() {
        let (name, ty) = (format_ident!("__aiserve_{index}"), &argument.ty);
        match &argument.kind {
            Kind::Param(param) => steps.params.extend(read(&name, index, param, ty)),
            Kind::Extractor => steps.extracted.push(Extracted { name: name.clone(), step: reader(ty) }),
            Kind::Depends(depends) => steps.depends.push(Needed { name: name.clone(), ty, depends }),
            Kind::Whole => {
                let step = quote!(::aiserve::__private::calls::Whole<#ty>);
                steps.extracted.push(Extracted { name: name.clone(), step });
            }
            Kind::Part(place) => {
                let Some(parts) = parts else { continue };
                let body = format_ident!("__aiserve_body");
                let member = &parts.members[*place];
                steps.values.push(quote!(#body.#member));
                if !std::mem::replace(&mut has_parts, true) {
                    steps.extracted.push(Extracted { name: body.clone(), step: step_of(parts) });
                    steps.names.push(body);
                }
                continue;
            }
        }
        steps.values.push(quote!(#name));
        steps.names.push(name);
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

/// What reads the hidden type of several arguments.
fn step_of(Parts { ident, kind, .. }: &Parts) -> TokenStream {
    match kind {
        PartsKind::Whole => quote!(::aiserve::__private::calls::Whole<#ident>),
        PartsKind::Object => quote!(::aiserve::__private::calls::Parts<#ident>),
        PartsKind::Form => quote!(::aiserve::__private::calls::Form<#ident>),
    }
}

/// Goes on if all arguments are there.
pub(super) fn complete(names: &[Ident], instead: &TokenStream) -> Option<TokenStream> {
    (!names.is_empty()).then(|| {
        quote! {
            let (#(::core::option::Option::Some(#names),)*) = (#(#names,)*) else {
                #instead;
            };
        }
    })
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

/// What the arguments ask of the application's state.
pub(super) fn bounds(arguments: &[Argument]) -> impl Iterator<Item = TokenStream> {
    let readers = arguments.iter().filter(|argument| argument.is_extractor()).map(|argument| {
        let ty = &argument.ty;
        let reader = reader(ty);
        quote_spanned!(ty.span()=> #reader: ::aiserve::__private::Read<__S, #ty>)
    });
    readers.chain(depends::of_arguments(arguments).map(depends::bound))
}
