//! Reads which dependencies are needed: `#[depends(caller, scopes("me"))]` and the words `depends(audit, limits)`.

use syn::parse::ParseStream;
use syn::punctuated::Punctuated;
use syn::{Attribute, LitStr, Path, Token, parenthesized};

use crate::ctxt::Ctxt;
use crate::ir::endpoint::Depends;

const USAGE: &str =
    "name the function of the dependency: `#[depends(caller)]`, or `#[depends(caller, scopes(\"..\"))]`";

/// The dependency whose value an argument is.
pub(crate) fn mark(attrs: &[Attribute], ctxt: &Ctxt) -> Option<Depends> {
    let mut marks = attrs.iter().filter(|attr| is_mark(attr));
    let first = marks.next()?;
    if let Some(second) = marks.next() {
        ctxt.error_at(second.path(), "the argument is the value of a dependency already: it comes from one");
    }
    if first.meta.require_list().is_err() {
        ctxt.error_at(first, USAGE);
        return None;
    }
    ctxt.ok(first.parse_args_with(one))
}

pub(crate) fn is_mark(attr: &Attribute) -> bool {
    attr.path().is_ident("depends")
}

fn one(input: ParseStream<'_>) -> syn::Result<Depends> {
    if input.is_empty() {
        return Err(input.error(USAGE));
    }
    let path: Path = input.call(Path::parse_mod_style)?;
    let mut scopes = Vec::new();
    if !input.is_empty() {
        input.parse::<Token![,]>()?;
        let word: syn::Ident = input.parse()?;
        if word != "scopes" {
            return Err(syn::Error::new(word.span(), format!("`#[depends(..)]` knows `scopes(\"..\")`, not `{word}`")));
        }
        let list;
        parenthesized!(list in input);
        scopes.extend(Punctuated::<LitStr, Token![,]>::parse_terminated(&list)?);
        input.parse::<Option<Token![,]>>()?;
    }
    Ok(Depends { path, scopes })
}

/// The dependencies that run for their effect: what follows the word.
pub(crate) fn word(input: ParseStream<'_>) -> syn::Result<Vec<Depends>> {
    let list;
    parenthesized!(list in input);
    let paths = list.parse_terminated(Path::parse_mod_style, Token![,])?;
    Ok(paths.into_iter().map(|path| Depends { path, scopes: Vec::new() }).collect())
}
