//! What an endpoint becomes: the function as it was, and a type of the same name that describes and calls it.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{ItemFn, Type};

use super::endpoint_call::call;
use super::{depends, rules, schema_node};
use crate::ir::endpoint::{Argument, Endpoint, Kind, NamedExample, Param, Parts, PartsKind, Place, Route, RouteKind};

/// ```text
/// async fn item(id: u64) -> Item { .. }
/// struct item {}
/// const _: () = {
///     const __AISERVE_0: Param = Param { place: Place::Path, field: Field { .. } };
///     impl Describe for item { const OPERATION: &'static Operation = &Operation { .. }; }
///     impl<S> Endpoint<S> for item { fn call(ctx: Ctx<S>) -> BoxFuture { .. } }
/// };
/// ```
pub(crate) fn endpoint(item: &ItemFn, endpoint: &Endpoint) -> TokenStream {
    let marker = marker(item);
    let ident = &endpoint.ident;
    let parts = endpoint.parts.as_ref().map(|parts| &parts.tokens);
    let params = constants(&endpoint.arguments);
    let (operation, call, checks) = (operation(endpoint), call(endpoint), checks(endpoint));
    let function = (endpoint.route.kind != RouteKind::Described)
        .then(|| quote!(#[allow(clippy::unused_async, clippy::needless_pass_by_value)] #item));
    quote! {
        #function
        #marker
        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, deprecated, unused_braces, unused_qualifications)]
        const _: () = {
            #parts
            #(#params)*
            impl ::aiserve::route::Describe for #ident {
                const OPERATION: &'static ::aiserve::describe::Operation = &#operation;
            }
            #call
            #checks
        };
    }
}

/// What stands in while the endpoint's mistakes are reported, so that mounting it is no further error.
pub(crate) fn fallback(item: &ItemFn) -> TokenStream {
    let (marker, ident) = (marker(item), &item.sig.ident);
    quote! {
        #[allow(dead_code, unused_variables)]
        #item
        #[allow(dead_code)]
        #marker
        impl ::aiserve::route::Describe for #ident {
            const OPERATION: &'static ::aiserve::describe::Operation = &::aiserve::describe::Operation::EMPTY;
        }
        impl<__S> ::aiserve::route::Endpoint<__S> for #ident {
            fn call(_: ::aiserve::extract::Ctx<__S>) -> ::aiserve::route::BoxFuture {
                ::core::unreachable!()
            }
        }
    }
}

/// The type of the function's name. It is constructed where the endpoint is mounted: rustc warns of one that is not.
fn marker(item: &ItemFn) -> TokenStream {
    let (vis, ident) = (&item.vis, &item.sig.ident);
    let cfgs = item.attrs.iter().filter(|attr| attr.path().is_ident("cfg"));
    quote! {
        #(#cfgs)*
        #[doc(hidden)]
        #[allow(non_camel_case_types, missing_debug_implementations)]
        #vis struct #ident {}
    }
}

/// The constants of parameters.
pub(super) fn constants(arguments: &[Argument]) -> impl Iterator<Item = TokenStream> {
    arguments.iter().enumerate().filter_map(|(index, argument)| match &argument.kind {
        Kind::Param(param) => Some(constant(index, param, &argument.ty)),
        _ => None,
    })
}

/// The name of an argument's constant.
pub(super) fn constant_name(index: usize) -> Ident {
    format_ident!("__AISERVE_{index}")
}

/// The name of the function that makes an argument's default.
pub(super) fn default_name(index: usize) -> Ident {
    format_ident!("__aiserve_default_{index}")
}

fn constant(index: usize, param: &Param, ty: &Type) -> TokenStream {
    let name = constant_name(index);
    let default = param.default.as_ref().map(|default| {
        let function = default_name(index);
        quote!(fn #function() -> #ty { #default })
    });
    let param = described(index, param, ty);
    quote!(#default const #name: ::aiserve::describe::Param = #param;)
}

fn described(index: usize, param: &Param, ty: &Type) -> TokenStream {
    let Param { place, rust, name, title, doc, deprecated, secret, default, examples, rules } = param;
    let place = match place {
        Place::Path(_) | Place::NamedInPath => quote!(Path),
        Place::Query => quote!(Query),
        Place::Header => quote!(Header),
        Place::Cookie => quote!(Cookie),
    };
    let (doc, title) = (doc.expression(), schema_node::option(title.as_ref()));
    let rules = if rules.is_empty() { quote!(&[]) } else { rules::constants(rules, ty) };
    let has_default = default.is_some();
    let default = default.as_ref().map(|_| {
        let function = default_name(index);
        quote! {
            default: ::core::option::Option::Some(|| {
                use ::aiserve::__private::{ShownAsNothing as _, ShownBySerialize as _};
                (&::aiserve::__private::Shown(&#function())).shown()
            }),
        }
    });
    let examples = schema_node::examples(examples);
    let presence = quote_spanned!(ty.span()=> ::aiserve::__private::glue::flags(#has_default || <#ty as ::aiserve::__private::glue::Parameter>::MAY_BE_ABSENT, #deprecated, #secret));
    let parameter = quote_spanned!(ty.span()=> <#ty as ::aiserve::__private::glue::Parameter>);
    let place = quote!(::aiserve::problem::Place::#place);
    let node =
        quote_spanned!(ty.span()=> ::aiserve::__private::glue::shape(#parameter::SHAPE, #parameter::IN_TEXT, #place));
    quote! {
        ::aiserve::describe::Param {
            place: #place,
            field: ::aiserve::schema::Field {
                rust: #rust,
                name: #name,
                output: #name,
                node: #node,
                flags: #presence,
                rules: #rules,
                doc: #doc,
                title: #title,
                #default
                examples: #examples,
                ..::aiserve::schema::Field::PLAIN
            },
        }
    }
}

fn operation(endpoint: &Endpoint) -> TokenStream {
    let Endpoint { ident, route, output, .. } = endpoint;
    let Route { kind, method, path, status, tags, deprecated, hidden, id, external_docs, extensions, .. } = route;
    let variant = Ident::new(method.variant, method.span);
    let id = id.as_ref().map_or_else(|| syn::ext::IdentExt::unraw(ident).to_string(), syn::LitStr::value);
    let (summary, description) = texts(endpoint);
    let deprecated = *deprecated || endpoint.is_deprecated;
    let arguments = described_arguments(endpoint).map(|(index, argument)| arg(index, argument, endpoint));
    let arguments = arguments.chain(route.depends.iter().map(depends::described));
    // As values, so that rustc sees them used.
    let callbacks = route
        .callbacks
        .iter()
        .map(|path| quote_spanned!(path.span()=> ::aiserve::describe::check::operation(&#path {})));
    let external_docs = external_docs.as_ref().map(|docs| {
        let (url, description) = (&docs.url, schema_node::option(docs.description.as_ref()));
        quote!((#url, #description))
    });
    let external_docs = schema_node::option(external_docs.as_ref());
    let limits = limits(route);
    let extensions =
        extensions.iter().map(|(name, value)| quote!((#name, || ::aiserve::__private::example(&(#value)))));
    let kind_name = kind_name(*kind);
    let replies = if *kind == RouteKind::WebSocket {
        quote!(::aiserve::describe::Replies::None)
    } else {
        quote_spanned!(output.span()=> <#output as ::aiserve::respond::Respond>::REPLIES)
    };
    quote! {
        ::aiserve::describe::Operation {
            method: ::aiserve::describe::Method::#variant,
            path: #path,
            id: #id,
            module: ::core::module_path!(),
            summary: #summary,
            description: #description,
            tags: &[#(#tags),*],
            deprecated: #deprecated,
            hidden: #hidden,
            kind: ::aiserve::describe::OperationKind::#kind_name,
            status: #status,
            #limits
            args: &[#(#arguments),*],
            replies: #replies,
            callbacks: &[#(#callbacks),*],
            external_docs: #external_docs,
            extensions: &[#(#extensions),*],
        }
    }
}

/// The variant of `OperationKind`.
fn kind_name(kind: RouteKind) -> TokenStream {
    match kind {
        RouteKind::Endpoint => quote!(Answers),
        RouteKind::Described => quote!(Described),
        RouteKind::WebSocket => quote!(Socket),
    }
}

/// The fields that limit an operation.
fn limits(Route { timeout, concurrency, .. }: &Route) -> TokenStream {
    let timeout = timeout.map(|millis| quote!(::core::time::Duration::from_millis(#millis)));
    let (timeout, concurrency) = (schema_node::option(timeout.as_ref()), schema_node::option(concurrency.as_ref()));
    quote!(timeout: #timeout, concurrency: #concurrency,)
}

/// First paragraph and rest of the doc comment, unless the route says otherwise.
fn texts(endpoint: &Endpoint) -> (TokenStream, TokenStream) {
    let Route { summary, description, .. } = &endpoint.route;
    let (first, rest) = match endpoint.doc.text() {
        Some(text) => {
            let (first, rest) = text.split_once("\n\n").unwrap_or((&text, ""));
            let first = first.split_whitespace().collect::<Vec<_>>().join(" ");
            let first = first.strip_suffix('.').unwrap_or(&first);
            (quote!(#first), {
                let rest = rest.trim();
                quote!(#rest)
            })
        }
        // From a macro such as `include_str!`: it cannot be split here.
        None => (quote!(""), endpoint.doc.expression()),
    };
    let own = |text: &Option<syn::LitStr>, other| text.as_ref().map_or(other, |text| quote!(#text));
    (own(summary, first), own(description, rest))
}

/// An expression of type `Arg`.
fn arg(index: usize, argument: &Argument, endpoint: &Endpoint) -> TokenStream {
    let ty = &argument.ty;
    match &argument.kind {
        Kind::Whole => body(&quote!(#ty), endpoint),
        Kind::Part(_) => {
            let ident = endpoint.parts.as_ref().map(|Parts { ident, .. }| ident);
            body(&quote!(#ident), endpoint)
        }
        Kind::Param(_) | Kind::Extractor | Kind::Depends(_) => arg_of(index, argument),
    }
}

/// As [`arg`], of an argument that is no `#[body]`.
pub(super) fn arg_of(index: usize, argument: &Argument) -> TokenStream {
    let ty = &argument.ty;
    match &argument.kind {
        Kind::Param(_) => {
            let name = constant_name(index);
            quote!(::aiserve::describe::Arg::Param(#name))
        }
        Kind::Depends(depends) => depends::described(depends),
        _ => quote_spanned!(ty.span()=> <#ty as ::aiserve::describe::Describes>::ARG),
    }
}

fn body(ty: &TokenStream, endpoint: &Endpoint) -> TokenStream {
    let texts = &endpoint.body_texts;
    let is_form = endpoint.parts.as_ref().is_some_and(|parts| parts.kind == PartsKind::Form);
    let media_type = if is_form { "multipart/form-data" } else { "application/json" };
    let doc = texts.doc.expression();
    let examples = texts.examples.iter().map(|NamedExample { name, summary, description, value }| {
        let text = |text: &Option<syn::LitStr>| text.as_ref().map_or(quote!(""), |text| quote!(#text));
        let (summary, description) = (text(summary), text(description));
        quote! {
            ::aiserve::describe::Example {
                name: #name,
                summary: #summary,
                description: #description,
                value: || ::aiserve::__private::example(&(#value)),
            }
        }
    });
    quote! {
        ::aiserve::describe::Arg::Body(::aiserve::describe::BodyArg {
            media_type: #media_type,
            other_media_types: &[],
            node: <#ty as ::aiserve::schema::Schema>::NODE,
            misplaced_file: false,
            examples: &[#(#examples),*],
            doc: #doc,
        })
    }
}

/// What only the types of the arguments can tell, asserted where the crate is compiled.
fn checks(endpoint: &Endpoint) -> TokenStream {
    let ident = &endpoint.ident;
    let path = &endpoint.route.path;
    let left = endpoint.left.iter().map(|name| {
        let message = format!("no argument takes `{{{name}}}` of the path: add `{name}: String`, or another type");
        quote_spanned! {path.span()=>
            const _: () = ::core::assert!(
                ::aiserve::describe::check::takes(<#ident as ::aiserve::route::Describe>::OPERATION, #name),
                "{}",
                #message
            );
        }
    });
    let types = types(endpoint);
    let socket = (endpoint.route.kind == RouteKind::WebSocket).then(|| {
        quote_spanned! {ident.span()=>
            const _: () = if let ::core::option::Option::Some(mistake) =
                ::aiserve::describe::check::socket_mistake(<#ident as ::aiserve::route::Describe>::OPERATION)
            {
                ::core::panic!("{}", mistake)
            };
        }
    });
    quote!(#(#left)* #types #socket)
}

/// The mistakes that only an argument's type shows, each told at the type.
fn types(endpoint: &Endpoint) -> TokenStream {
    let ident = &endpoint.ident;
    let mut asserts = TokenStream::new();
    let mut has_extractor = false;
    for (index, (_, argument)) in described_arguments(endpoint).enumerate() {
        match argument.kind {
            Kind::Extractor => has_extractor = true,
            Kind::Whole | Kind::Part(_) if has_extractor => {}
            _ => continue,
        }
        asserts.extend(quote_spanned! {argument.ty.span()=>
            const _: () = if let ::core::option::Option::Some(mistake) =
                ::aiserve::describe::check::mistake(<#ident as ::aiserve::route::Describe>::OPERATION, #index)
            {
                ::core::panic!("{}", mistake)
            };
        });
    }
    asserts
}

/// The arguments that the operation has a record of, each with its index: several `#[body]` arguments have one.
fn described_arguments(endpoint: &Endpoint) -> impl Iterator<Item = (usize, &Argument)> {
    let mut has_parts = false;
    endpoint.arguments.iter().enumerate().filter(move |(_, argument)| {
        !matches!(argument.kind, Kind::Part(_)) || !std::mem::replace(&mut has_parts, true)
    })
}
