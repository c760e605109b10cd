//! Names on the wire: no two fields or variants of one type share one.

use std::collections::{HashMap, HashSet};

use proc_macro2::{Ident, Span};

use crate::ctxt::Ctxt;
use crate::ir::schema::{Content, Field, Names, Schema, Shape, Tagging};
use crate::parse::rules::Runner;

/// Reports every name that stands for two things. What serde's derives report, they report for `#[derive(Schema)]`.
pub(crate) fn check(schema: &Schema, runner: Runner, ctxt: &Ctxt) {
    match &schema.shape {
        Shape::Struct(content) => fields(content, None, ctxt),
        Shape::Enum { variants, tagging, .. } => {
            if !matches!(tagging, Tagging::Untagged) {
                let named = variants.iter().filter(|variant| variant.on_wire && !variant.flags.contains(&"UNTAGGED"));
                distinct("variants", named.map(|variant| (&variant.names, variant.flags.as_slice())), ctxt);
            }
            let tag = match tagging {
                Tagging::Internal(tag) if runner == Runner::Ours => Some(tag.value()),
                _ => None,
            };
            variants.iter().filter(|variant| variant.on_wire).for_each(|variant| {
                fields(&variant.content, tag.as_deref(), ctxt);
            });
        }
    }
}

fn fields(content: &Content, tag: Option<&str>, ctxt: &Ctxt) {
    let Content::Named(named) = content else { return };
    let fields = || named.fields.iter().filter(|field| field.on_wire && !field.flatten);
    distinct("fields", fields().map(|field| (&field.names, field.flags.as_slice())), ctxt);
    if let Some(tag) = tag {
        fields().filter(|field| is_named(field, tag)).for_each(|field| {
            let message = format!("`{tag}` is the tag of the enum: rename the field or the tag");
            ctxt.error_at(token(field.names.span), message);
        });
    }
}

fn is_named(field: &Field, name: &str) -> bool {
    let Names { read, write, aliases, .. } = &field.names;
    read == name || write == name || aliases.iter().any(|alias| alias.value() == name)
}

/// Reports each thing whose name another one before it has; once, though it may be so when read and when written.
fn distinct<'a>(what: &str, all: impl Iterator<Item = (&'a Names, &'a [&'static str])>, ctxt: &Ctxt) {
    let (mut read, mut written) = (HashMap::new(), HashSet::new());
    for (names, flags) in all {
        let Names { read: name, write, aliases, span } = names;
        let mut clash = None;
        if !flags.contains(&"SKIP_IN") {
            let aliases = aliases.iter().map(|alias| (alias.value(), alias.span()));
            for (name, span) in std::iter::once((name.clone(), *span)).chain(aliases) {
                // serde lets a thing repeat its own name as an alias.
                let owner = *read.entry(name.clone()).or_insert(std::ptr::from_ref(names));
                if !std::ptr::eq(owner, names) {
                    clash = clash.or(Some((name, span)));
                }
            }
        }
        if !flags.contains(&"SKIP_OUT") && !written.insert(write) {
            clash = clash.or_else(|| Some((write.clone(), *span)));
        }
        if let Some((name, span)) = clash {
            let message = format!("two {what} are named `{name}`: give one another name, `#[serde(rename = \"..\")]`");
            ctxt.error_at(token(span), message);
        }
    }
}

/// A token at a place, for the error there.
fn token(span: Span) -> Ident {
    Ident::new("name", span)
}
