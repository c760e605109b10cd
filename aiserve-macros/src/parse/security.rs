//! Reads `#[security(bearer)]`, and the struct under it.

use syn::meta::ParseNestedMeta;
use syn::parse::Parser;
use syn::{Data, DeriveInput, Fields, Ident, LitStr, Token, Type, parenthesized};

use super::schema_texts;
use crate::ctxt::Ctxt;
use crate::ir::security::{Flow, Kind, Security};

const KINDS: &str = "`api_key(header = \"..\")`, `bearer`, `basic`, `oauth2(password(token_url = \"..\", scopes(..)))` or \
                     `openid(url = \"..\")`";

/// The scheme; `None` if it is not said which, or the type is none that can hold what is shown.
pub(crate) fn security(arguments: proc_macro2::TokenStream, item: &DeriveInput, ctxt: &Ctxt) -> Option<Security> {
    let (mut kind, mut name) = (None, None);
    let mut words = Vec::new();
    let parser = syn::meta::parser(|meta| {
        let word = meta.path.require_ident()?.clone();
        if word == "name" {
            name = Some(meta.value()?.parse()?);
            return Ok(());
        }
        kind = Some(self::kind(&word, &meta)?);
        words.push(word);
        Ok(())
    });
    let read = ctxt.ok(parser.parse2(arguments));
    if read.is_some() && kind.is_none() {
        ctxt.push(syn::Error::new(proc_macro2::Span::call_site(), format!("say what a client shows: {KINDS}")));
    }
    if let [_, second, ..] = &words[..] {
        ctxt.error_at(second, "a type is one scheme: write another type for this one");
    }
    let credential = credential(item, ctxt);
    let name = name.unwrap_or_else(|| LitStr::new(&item.ident.to_string(), item.ident.span()));
    Some(Security {
        ident: item.ident.clone(),
        name,
        doc: schema_texts::doc(&item.attrs),
        kind: kind?,
        credential: credential?,
    })
}

/// The type of the only field.
fn credential(item: &DeriveInput, ctxt: &Ctxt) -> Option<Type> {
    let message =
        "a scheme holds what the client showed: `struct Key(String)`, or `(Option<String>)` if it may show nothing";
    let Data::Struct(data) = &item.data else {
        ctxt.error_at(&item.ident, message);
        return None;
    };
    if !item.generics.params.is_empty() {
        ctxt.error_at(&item.generics, "a scheme has no generics: it is one scheme of the document");
        return None;
    }
    match &data.fields {
        Fields::Unnamed(fields) if fields.unnamed.len() == 1 => Some(fields.unnamed[0].ty.clone()),
        _ => {
            ctxt.error_at(&item.ident, message);
            None
        }
    }
}

fn kind(word: &Ident, meta: &ParseNestedMeta<'_>) -> syn::Result<Kind> {
    match word.to_string().as_str() {
        "api_key" => api_key(meta),
        "bearer" => {
            let mut format = None;
            if meta.input.peek(syn::token::Paren) {
                meta.parse_nested_meta(|word| {
                    if !word.path.is_ident("format") {
                        return Err(word.error("a bearer token may have a `format = \"JWT\"`"));
                    }
                    format = Some(word.value()?.parse()?);
                    Ok(())
                })?;
            }
            Ok(Kind::Bearer(format))
        }
        "basic" if cfg!(feature = "basic") => Ok(Kind::Basic),
        "basic" => Err(syn::Error::new(word.span(), "HTTP Basic needs aiserve's feature `basic`")),
        "oauth2" => {
            let mut flows = Vec::new();
            opened(meta, "say how a client gets a token: `oauth2(password(token_url = \"..\"))`")?;
            meta.parse_nested_meta(|flow| {
                flows.push(self::flow(&flow)?);
                Ok(())
            })?;
            if flows.is_empty() {
                return Err(syn::Error::new(
                    word.span(),
                    "say how a client gets a token: `password(token_url = \"..\")`",
                ));
            }
            Ok(Kind::OAuth2(flows))
        }
        "openid" => {
            let mut url = None;
            opened(meta, "add the URL of the discovery document: `openid(url = \"..\")`")?;
            meta.parse_nested_meta(|word| {
                if !word.path.is_ident("url") {
                    return Err(word.error("an OpenID provider has a `url = \"..\"`"));
                }
                url = Some(word.value()?.parse()?);
                Ok(())
            })?;
            url.map(Kind::OpenId)
                .ok_or_else(|| syn::Error::new(word.span(), "add `url = \"..\"`, of the discovery document"))
        }
        other => Err(syn::Error::new(word.span(), format!("a client shows {KINDS}, not `{other}`"))),
    }
}

/// Whether words follow in parentheses.
fn opened(meta: &ParseNestedMeta<'_>, usage: &str) -> syn::Result<()> {
    if meta.input.peek(syn::token::Paren) { Ok(()) } else { Err(syn::Error::new_spanned(&meta.path, usage)) }
}

fn api_key(meta: &ParseNestedMeta<'_>) -> syn::Result<Kind> {
    let mut found = None;
    opened(meta, "say where the key is: `api_key(header = \"x-api-key\")`")?;
    meta.parse_nested_meta(|word| {
        let place = match word.path.get_ident().map(ToString::to_string).as_deref() {
            Some("header") => "Header",
            Some("query") => "Query",
            Some("cookie") => "Cookie",
            _ => return Err(word.error("a key is in a `header = \"..\"`, the `query = \"..\"` or a `cookie = \"..\"`")),
        };
        found = Some(Kind::ApiKey(place, word.value()?.parse()?));
        Ok(())
    })?;
    found.ok_or_else(|| meta.error("say where the key is: `api_key(header = \"x-api-key\")`"))
}

fn flow(meta: &ParseNestedMeta<'_>) -> syn::Result<Flow> {
    let (name, needed): (_, &[&str]) = match meta.path.get_ident().map(ToString::to_string).as_deref() {
        Some("password") => ("password", &["token_url"]),
        Some("client_credentials") => ("clientCredentials", &["token_url"]),
        Some("authorization_code") => ("authorizationCode", &["authorization_url", "token_url"]),
        _ => return Err(meta.error("OAuth 2 has the flows `password`, `authorization_code` and `client_credentials`")),
    };
    let mut flow = Flow { name, authorization_url: None, token_url: None, refresh_url: None, scopes: Vec::new() };
    meta.parse_nested_meta(|word| {
        match word.path.get_ident().map(ToString::to_string).as_deref() {
            Some("authorization_url") => flow.authorization_url = Some(word.value()?.parse()?),
            Some("token_url") => flow.token_url = Some(word.value()?.parse()?),
            Some("refresh_url") => flow.refresh_url = Some(word.value()?.parse()?),
            Some("scopes") => flow.scopes = scopes(&word)?,
            _ => return Err(word.error("a flow has `authorization_url`, `token_url`, `refresh_url` and `scopes(..)`")),
        }
        Ok(())
    })?;
    let has = |word: &&&str| match **word {
        "token_url" => flow.token_url.is_some(),
        _ => flow.authorization_url.is_some(),
    };
    match needed.iter().find(|word| !has(word)) {
        Some(missing) => Err(meta.error(format!("this flow needs `{missing} = \"..\"`"))),
        None => Ok(flow),
    }
}

/// `scopes(me = "..", "items:read" = "..")`
fn scopes(meta: &ParseNestedMeta<'_>) -> syn::Result<Vec<(LitStr, LitStr)>> {
    let list;
    parenthesized!(list in meta.input);
    let mut scopes = Vec::new();
    while !list.is_empty() {
        let name = if list.peek(LitStr) {
            list.parse()?
        } else {
            let name: Ident = list.parse()?;
            LitStr::new(&name.to_string(), name.span())
        };
        list.parse::<Token![=]>()?;
        scopes.push((name, list.parse()?));
        if !list.is_empty() {
            list.parse::<Token![,]>()?;
        }
    }
    Ok(scopes)
}
