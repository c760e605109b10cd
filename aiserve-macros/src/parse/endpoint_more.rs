//! Reads what an operation's record has beyond OpenAPI's usual keys: links to other documents, and keys of one's own.

use proc_macro2::Ident;
use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Expr, Lit, LitInt, LitStr, Token, parenthesized};

use crate::ctxt::Ctxt;
use crate::ir::endpoint::ExternalDocs;

/// `external_docs(url = "..", description = "..")`, without its name.
pub(crate) fn external_docs(name: &Ident, input: ParseStream<'_>) -> syn::Result<ExternalDocs> {
    const USAGE: &str = "say where it is: `external_docs(url = \"..\")`, with `description = \"..\"` if it needs one";
    if !input.peek(syn::token::Paren) {
        return Err(syn::Error::new(name.span(), USAGE));
    }
    let words;
    parenthesized!(words in input);
    let (mut url, mut description) = (None, None);
    while !words.is_empty() {
        let word: Ident = words.parse()?;
        words.parse::<Token![=]>()?;
        match word.to_string().as_str() {
            "url" => url = Some(words.parse()?),
            "description" => description = Some(words.parse()?),
            other => {
                let message = format!("`external_docs(..)` knows `url` and `description`, not `{other}`");
                return Err(syn::Error::new(word.span(), message));
            }
        }
        words.parse::<Option<Token![,]>>()?;
    }
    let url = url.ok_or_else(|| syn::Error::new(name.span(), USAGE))?;
    Ok(ExternalDocs { url, description })
}

/// `extensions("x-internal" = true, "x-codegen" = json!({..}))`, without its name.
pub(crate) fn extensions(input: ParseStream<'_>, ctxt: &Ctxt) -> syn::Result<Vec<(LitStr, Expr)>> {
    let list;
    parenthesized!(list in input);
    let one = |input: ParseStream<'_>| -> syn::Result<(LitStr, Expr)> {
        let name: LitStr = input.parse()?;
        input.parse::<Token![=]>()?;
        Ok((name, input.parse()?))
    };
    let all = Punctuated::<(LitStr, Expr), Token![,]>::parse_terminated_with(&list, one)?;
    for (name, _) in &all {
        if !name.value().starts_with("x-") {
            let message = format!("the name of an extension begins with `x-`: \"x-{}\"", name.value());
            ctxt.error_at(name, message);
        }
    }
    Ok(all.into_iter().collect())
}

/// `timeout = 5`, `timeout = 0.25`: seconds, as milliseconds.
pub(crate) fn timeout(input: ParseStream<'_>) -> syn::Result<u64> {
    let usage = "a time is a number of seconds: `timeout = 5`, `timeout = 0.25`; `timeout = 0` is any time";
    let literal: Lit = input.parse().map_err(|error| syn::Error::new(error.span(), usage))?;
    let seconds = match &literal {
        Lit::Int(number) if number.suffix().is_empty() => number.base10_parse::<u32>().map(f64::from),
        Lit::Float(number) if number.suffix().is_empty() => number.base10_parse::<f64>(),
        _ => Err(syn::Error::new(literal.span(), usage)),
    };
    let millis = seconds.map_err(|_| syn::Error::new(literal.span(), usage))? * 1e3;
    if millis.fract() != 0.0 || millis > f64::from(u32::MAX) {
        return Err(syn::Error::new(literal.span(), "a time is told to the millisecond, and up to seven weeks"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "it is whole, and not negative")]
    Ok(millis as u64)
}

/// `concurrency = 8`
pub(crate) fn concurrency(number: &LitInt) -> syn::Result<usize> {
    match number.base10_parse() {
        Ok(most @ 1..) => Ok(most),
        _ => Err(syn::Error::new(number.span(), "at least one request is answered at a time: `concurrency = 8`")),
    }
}
