//! Reads `#[endpoint(POST "/items", status = 201, tags("shop"))]`.

use proc_macro2::{Ident, TokenStream};
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::{LitInt, LitStr, Token, parenthesized};

use super::depends;
use crate::ctxt::Ctxt;
use crate::ir::endpoint::{Method, Route};

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
const WORDS: &str = "`status = 201`, `tags(\"..\")`, `id = \"..\"`, `summary = \"..\"`, `description = \"..\"`, `deprecated`, `hidden`, \
     `depends(..)`";
const USAGE: &str = "write the method and the path: `#[endpoint(GET \"/items/{id}\")]`";

/// The attribute's arguments; `None` if method or path are missing.
pub(crate) fn route(arguments: TokenStream, ctxt: &Ctxt) -> Option<Route> {
    if arguments.is_empty() {
        ctxt.push(syn::Error::new(proc_macro2::Span::call_site(), USAGE));
        return None;
    }
    ctxt.ok((|input: ParseStream<'_>| read(input, ctxt)).parse2(arguments)).flatten()
}

fn read(input: ParseStream<'_>, ctxt: &Ctxt) -> syn::Result<Option<Route>> {
    if !input.peek(syn::Ident::peek_any) {
        return Err(input.error(USAGE));
    }
    let method = method(&input.call(Ident::parse_any)?, ctxt);
    let path: LitStr = input.parse().map_err(|error| syn::Error::new(error.span(), USAGE))?;
    let mut route = Route {
        method: method.unwrap_or(Method { span: path.span(), name: "POST", variant: "Post" }),
        path,
        status: 200,
        tags: Vec::new(),
        deprecated: false,
        hidden: false,
        id: None,
        summary: None,
        description: None,
        depends: Vec::new(),
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
        "status" => {
            input.parse::<Token![=]>()?;
            route.status = ctxt.ok(status(&input.parse()?)).unwrap_or(200);
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
        other => return Err(syn::Error::new(name.span(), format!("`#[endpoint(..)]` knows {WORDS}, not `{other}`"))),
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
