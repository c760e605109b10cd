//! Reads what marks an argument: `#[query(rename = "page-size", default = 20)]`.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, Expr, LitStr, Meta, Token, parse_quote};

use crate::check;
use crate::ctxt::Ctxt;
use crate::ir::endpoint::NamedExample;

/// The attributes that say where an argument comes from.
const MARKS: [&str; 6] = ["path", "query", "header", "cookie", "body", "part"];

/// Where an argument comes from, and the words of the attribute that says so.
pub(crate) struct Mark {
    /// `query` in `#[query]`.
    pub(crate) ident: Ident,
    pub(crate) rename: Option<LitStr>,
    /// Whether the parameter is in the prefix of a router.
    pub(crate) in_prefix: bool,
    pub(crate) title: Option<LitStr>,
    pub(crate) default: Option<Expr>,
    pub(crate) deprecated: bool,
    pub(crate) secret: bool,
    pub(crate) examples: Vec<Expr>,
    pub(crate) named_examples: Vec<NamedExample>,
}

/// Whether an attribute of an argument is ours, and so must not stay on the function.
pub(crate) fn is_ours(attr: &Attribute) -> bool {
    let path = attr.path();
    ["doc", "garde", "schema", "deprecated", "depends"].iter().chain(&MARKS).any(|ours| path.is_ident(ours))
}

/// The mark of an argument.
pub(crate) fn mark(attrs: &[Attribute], ctxt: &Ctxt) -> Option<Mark> {
    let mut found: Option<Mark> = None;
    for attr in attrs {
        let Some(ident) = attr.path().get_ident().filter(|ident| MARKS.iter().any(|mark| ident == mark)) else {
            continue;
        };
        if let Some(first) = &found {
            ctxt.error_at(ident, format!("the argument is `#[{}]` already: it comes from one place", first.ident));
            continue;
        }
        found = Some(read(attr, ident, ctxt));
    }
    if let Some(Mark { ident, rename: Some(name), .. }) = &found {
        check::endpoint::wire_name(ident, name, ctxt);
    }
    found
}

fn read(attr: &Attribute, ident: &Ident, ctxt: &Ctxt) -> Mark {
    let mut mark = Mark {
        ident: ident.clone(),
        rename: None,
        in_prefix: false,
        title: None,
        default: None,
        deprecated: false,
        secret: false,
        examples: Vec::new(),
        named_examples: Vec::new(),
    };
    match &attr.meta {
        Meta::Path(_) => {}
        Meta::List(_) => {
            ctxt.ok(attr.parse_nested_meta(|meta| mark.word(&meta)));
        }
        Meta::NameValue(meta) => {
            ctxt.error_at(meta, format!("write `#[{ident}(..)]`: {}", knows(ident)));
        }
    }
    mark
}

/// What the attribute takes.
fn knows(ident: &Ident) -> &'static str {
    match ident.to_string().as_str() {
        "path" => "it takes `rename = \"..\"`, `title = \"..\"`, `example = ..`, `deprecated`, `prefix`",
        "body" => {
            "it takes `rename = \"..\"`, `title = \"..\"`, `default = ..`, `example = ..`, \
             `example(name = \"..\", value = ..)`, `deprecated`"
        }
        "part" => "it takes `rename = \"..\"`, `title = \"..\"`, `default = ..`, `example = ..`, `deprecated`",
        _ => "it takes `rename = \"..\"`, `title = \"..\"`, `default = ..`, `example = ..`, `deprecated`, `secret`",
    }
}

impl Mark {
    fn word(&mut self, meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
        let word = meta.path.get_ident().map(ToString::to_string).unwrap_or_default();
        match word.as_str() {
            "name" | "alias" => {
                return Err(meta.error(format!("the name on the wire is set by `rename = \"..\"`, not `{word}`")));
            }
            "rename" => self.rename = Some(meta.value()?.parse()?),
            "title" => self.title = Some(meta.value()?.parse()?),
            "deprecated" => self.deprecated = true,
            "prefix" if self.ident == "path" => self.in_prefix = true,
            "secret" if ["query", "header", "cookie"].iter().any(|place| self.ident == place) => self.secret = true,
            "default" if self.ident == "path" => {
                return Err(meta.error("a path parameter is always there: it has no default"));
            }
            "default" if meta.input.peek(Token![=]) => self.default = Some(meta.value()?.parse()?),
            "default" => self.default = Some(parse_quote!(::core::default::Default::default())),
            "example" if meta.input.peek(syn::token::Paren) && self.ident == "body" => {
                self.named_examples.push(named_example(meta)?);
            }
            "example" => self.examples.push(meta.value()?.parse()?),
            _ => return Err(meta.error(format!("`#[{}]` does not know `{word}`: {}", self.ident, knows(&self.ident)))),
        }
        Ok(())
    }
}

fn named_example(meta: &ParseNestedMeta<'_>) -> syn::Result<NamedExample> {
    let (mut name, mut summary, mut description, mut value) = (None, None, None, None);
    meta.parse_nested_meta(|word| {
        match word.path.get_ident().map(|ident| ident.unraw().to_string()).as_deref() {
            Some("name") => name = Some(word.value()?.parse()?),
            Some("summary") => summary = Some(word.value()?.parse()?),
            Some("description") => description = Some(word.value()?.parse()?),
            Some("value") => value = Some(word.value()?.parse()?),
            _ => return Err(word.error("an example has `name`, `summary`, `description` and `value`")),
        }
        Ok(())
    })?;
    match (name, value) {
        (Some(name), Some(value)) => Ok(NamedExample { name, summary, description, value }),
        _ => Err(meta.error("an example needs `name = \"..\"` and `value = ..`")),
    }
}
