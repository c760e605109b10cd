//! Reads `#[endpoint(POST "/items", status = 201, tags("shop"))]`.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{LitInt, LitStr, Path, Token, parenthesized};

use super::{depends, endpoint_more};
use crate::ctxt::Ctxt;
use crate::ir::endpoint::{Method, Route, RouteKind};

/// Methods that OpenAPI knows: as sent, and our variant.
const METHODS: [(&str, &str); 8] = [
    ("GET", "Get"),
    ("POST", "Post"),
    ("PUT", "Put"),
    ("PATCH", "Patch"),
    ("DELETE", "Delete"),
    ("HEAD", "Head"),
    ("OPTIONS", "Options"),
    ("TRACE", "Trace"),
];
const WORDS: &str = "`tags(\"..\")`, `id = \"..\"`, `summary = \"..\"`, `description = \"..\"`, `deprecated`, `hidden`, \
     `depends(..)`, `external_docs(url = \"..\")`, `extensions(\"x-..\" = ..)`";

impl RouteKind {
    /// How the attribute is written.
    fn usage(self) -> &'static str {
        match self {
            Self::Endpoint | Self::Described => "write the method and the path: `#[endpoint(GET \"/items/{id}\")]`",
            Self::WebSocket => "write the path: `#[websocket(\"/rooms/{room}\")]`",
        }
    }
}

/// The attribute's arguments; `None` if method or path are missing.
pub(crate) fn route(kind: RouteKind, arguments: TokenStream, ctxt: &Ctxt) -> Option<Route> {
    if arguments.is_empty() {
        ctxt.push(syn::Error::new(proc_macro2::Span::call_site(), kind.usage()));
        return None;
    }
    ctxt.ok((|input: ParseStream<'_>| read(kind, input, ctxt)).parse2(arguments)).flatten()
}

fn read(kind: RouteKind, input: ParseStream<'_>, ctxt: &Ctxt) -> syn::Result<Option<Route>> {
    let method = match kind {
        // Its handshake is a GET request (RFC 6455, section 4.1).
        RouteKind::WebSocket => Some(Method { span: input.span(), name: "GET", variant: "Get" }),
        _ if input.peek(syn::Ident::peek_any) => method(&input.call(Ident::parse_any)?, ctxt),
        _ => return Err(input.error(kind.usage())),
    };
    let path: LitStr = input.parse().map_err(|error| syn::Error::new(error.span(), kind.usage()))?;
    let mut route = Route {
        kind,
        method: method.unwrap_or(Method { span: path.span(), name: "POST", variant: "Post" }),
        path,
        status: if kind == RouteKind::WebSocket { 101 } else { 200 },
        timeout: None,
        concurrency: None,
        tags: Vec::new(),
        deprecated: false,
        hidden: false,
        id: None,
        summary: None,
        description: None,
        depends: Vec::new(),
        callbacks: Vec::new(),
        external_docs: None,
        extensions: Vec::new(),
    };
    while !input.is_empty() {
        input.parse::<Token![,]>()?;
        if input.is_empty() {
            break;
        }
        word(input, &mut route, ctxt)?;
    }
    Ok(method.map(|_| route))
}

fn method(name: &Ident, ctxt: &Ctxt) -> Option<Method> {
    let text = name.to_string();
    let known = METHODS.iter().find(|(method, _)| text.eq_ignore_ascii_case(method));
    let Some(&(method, variant)) = known else {
        ctxt.error_at(
            name,
            format!("`{text}` is no method: write {}", METHODS.map(|(name, _)| format!("`{name}`")).join(", ")),
        );
        return None;
    };
    if method != text {
        ctxt.error_at(name, format!("methods are written as they are sent: `{method}`"));
    }
    Some(Method { span: name.span(), name: method, variant })
}

fn word(input: ParseStream<'_>, route: &mut Route, ctxt: &Ctxt) -> syn::Result<()> {
    let name = input.call(Ident::parse_any)?;
    let text = |input: ParseStream<'_>| -> syn::Result<Option<LitStr>> {
        input.parse::<Token![=]>()?;
        Ok(Some(input.parse()?))
    };
    match name.to_string().as_str() {
        "status" if route.kind != RouteKind::WebSocket => {
            input.parse::<Token![=]>()?;
            route.status = ctxt.ok(status(&input.parse()?)).unwrap_or(200);
        }
        "timeout" if route.kind != RouteKind::WebSocket => {
            input.parse::<Token![=]>()?;
            route.timeout = ctxt.ok(endpoint_more::timeout(input));
        }
        "concurrency" if route.kind != RouteKind::WebSocket => {
            input.parse::<Token![=]>()?;
            route.concurrency = ctxt.ok(endpoint_more::concurrency(&input.parse()?));
        }
        "tags" | "tag" => {
            let list;
            parenthesized!(list in input);
            route.tags.extend(Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?);
        }
        "id" => route.id = text(input)?,
        "summary" => route.summary = text(input)?,
        "description" => route.description = text(input)?,
        "deprecated" => route.deprecated = true,
        "hidden" => route.hidden = true,
        "depends" => route.depends.extend(depends::word(input)?),
        "callbacks" if route.kind != RouteKind::WebSocket => {
            let list;
            parenthesized!(list in input);
            route.callbacks.extend(list.parse_terminated(Path::parse_mod_style, Token![,])?);
        }
        "external_docs" => route.external_docs = Some(endpoint_more::external_docs(&name, input)?),
        "extensions" => route.extensions.extend(endpoint_more::extensions(input, ctxt)?),
        other => {
            let known = match route.kind {
                RouteKind::WebSocket => format!("`#[websocket(..)]` knows {WORDS}"),
                _ => format!(
                    "`#[endpoint(..)]` knows `status = 201`, `timeout = 5`, `concurrency = 8`, `callbacks(..)`, {WORDS}"
                ),
            };
            return Err(syn::Error::new(name.span(), format!("{known}, not `{other}`")));
        }
    }
    Ok(())
}

fn status(number: &LitInt) -> syn::Result<u16> {
    match number.base10_parse() {
        Ok(status @ 200..=399) => Ok(status),
        _ => Err(syn::Error::new(
            number.span(),
            "a success has a status from 200 to 399; errors are documented by `#[derive(ApiError)]`",
        )),
    }
}
