//! `#[body]` arguments: one is the whole body, several are the fields of one object. `#[part]` arguments: the fields of a form.

use proc_macro2::Ident;
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::spanned::Spanned;
use syn::{Attribute, DeriveInput, Field, Member, PatType, Type, parse_quote, parse_quote_spanned};

use super::endpoint_words::Mark;
use super::schema_case::Case;
use super::{payload, schema_texts};
use crate::ctxt::Ctxt;
use crate::emit;
use crate::ir::endpoint::{Argument, BodyTexts, Kind, Parts, PartsKind};

/// One `#[body]` or `#[part]` argument.
pub(crate) struct Part {
    pub(crate) mark: Mark,
    pub(crate) ident: Ident,
    pub(crate) argument: PatType,
}

/// Settles what the `#[body]` or `#[part]` arguments are: the body itself, or members of a hidden type.
pub(crate) fn parts(
    mut arguments: Vec<Argument>,
    parts: &[Part],
    function: &Ident,
    ctxt: &Ctxt,
) -> (Vec<Argument>, Option<Parts>, BodyTexts) {
    check_marks(parts, ctxt);
    match parts {
        [first, ..] if first.mark.ident == "part" => {
            let hidden = hidden(function, &object(parts, &name(function)), PartsKind::Form, ctxt);
            (arguments, Some(hidden), BodyTexts::default())
        }
        [] => (arguments, None, BodyTexts::default()),
        [part] => {
            check_alone(part, ctxt);
            let texts = texts(part);
            if has_rules(part) {
                let parts = hidden(function, &whole(part, &name(function)), PartsKind::Whole, ctxt);
                return (arguments, Some(parts), texts);
            }
            let part = arguments.iter_mut().find(|argument| matches!(argument.kind, Kind::Part(_)));
            if let Some(part) = part {
                part.kind = Kind::Whole;
                part.ty = sent(&part.ty);
            }
            (arguments, None, texts)
        }
        several => {
            for part in several {
                if let Some(example) = part.mark.named_examples.first() {
                    let message = "one of several bodies has plain examples: `example = ..`";
                    ctxt.error_at(&example.name, message);
                }
            }
            let parts = hidden(function, &object(several, &name(function)), PartsKind::Object, ctxt);
            (arguments, Some(parts), BodyTexts::default())
        }
    }
}

/// Reports marks that do not go together: a body is JSON or a form.
fn check_marks(parts: &[Part], ctxt: &Ctxt) {
    let Some((first, rest)) = parts.split_first() else { return };
    if let Some(other) = rest.iter().find(|part| part.mark.ident != first.mark.ident) {
        let message = "the body is JSON or a form: mark all of its arguments `#[body]`, or all of them `#[part]`";
        ctxt.error_at(&other.mark.ident, message);
    }
    if cfg!(not(feature = "multipart"))
        && let Some(part) = parts.iter().find(|part| part.mark.ident == "part")
    {
        let message = "`#[part]` needs the feature `multipart` of aiserve: `features = [\"multipart\"]`";
        ctxt.error_at(&part.mark.ident, message);
    }
}

/// Reports what has no meaning for the only body.
fn check_alone(part: &Part, ctxt: &Ctxt) {
    if let Some(default) = &part.mark.default {
        ctxt.error_at(default, "a body that may be absent is an `Option<..>`, without a default");
    }
    if let Some(name) = &part.mark.rename {
        ctxt.error_at(name, "the only body has no name on the wire; several `#[body]` arguments have");
    }
}

fn texts(part: &Part) -> BodyTexts {
    let examples = part.mark.named_examples.clone();
    BodyTexts { doc: schema_texts::doc(&part.argument.attrs), examples }
}

fn has_rules(part: &Part) -> bool {
    part.argument.attrs.iter().any(|attr| attr.path().is_ident("garde") || attr.path().is_ident("schema"))
}

fn name(function: &Ident) -> Ident {
    let name = Case::Pascal.of_field(&function.unraw().to_string());
    format_ident!("{name}Body", span = function.span())
}

/// `struct ClassifyBody(#[garde(length(max = 8))] Vec<String>);`
fn whole(part: &Part, name: &Ident) -> DeriveInput {
    let (attrs, ty) = (kept(&part.argument.attrs), sent(&part.argument.ty));
    parse_quote! {
        #[serde(transparent)]
        #[schema(inline)]
        struct #name(#(#attrs)* #ty);
    }
}

/// `struct TwoBody { item: Item, #[payload(default = 1)] importance: u8 }`
fn object(parts: &[Part], name: &Ident) -> DeriveInput {
    let fields = parts.iter().map(|Part { mark, ident, argument }| {
        let (attrs, ty) = (kept(&argument.attrs), sent(&argument.ty));
        let rename = mark.rename.as_ref().map(|name| quote!(#[serde(rename = #name)]));
        let default = mark.default.as_ref().map(|default| quote!(#[payload(default = #default)]));
        let title = mark.title.as_ref().map(|title| quote!(#[schema(title = #title)]));
        let deprecated = mark.deprecated.then(|| quote!(#[schema(deprecated)]));
        let examples = &mark.examples;
        quote!(#(#attrs)* #rename #default #title #deprecated #(#[schema(example = #examples)])* #ident: #ty)
    });
    parse_quote!(struct #name { #(#fields),* })
}

/// The type, through a gate that is closed to a type that cannot be read: everything said about that is one error.
fn sent(ty: &Type) -> Type {
    parse_quote_spanned! {ty.span()=>
        ::aiserve::__private::glue::Sent<#ty, { <#ty as ::aiserve::__private::glue::Readable>::YES }>
    }
}

/// The attributes that the field of a schema understands.
fn kept(attrs: &[Attribute]) -> impl Iterator<Item = &Attribute> {
    attrs.iter().filter(|attr| ["doc", "garde", "schema", "deprecated"].iter().any(|kept| attr.path().is_ident(kept)))
}

/// The hidden type with what a body needs: read, checked, described.
fn hidden(function: &Ident, item: &DeriveInput, kind: PartsKind, ctxt: &Ctxt) -> Parts {
    let mut payload = payload::payload(&proc_macro2::TokenStream::new(), item, ctxt);
    // Written by nobody: what serde writes and what users look at is the function's business.
    payload.derives = ["Debug", "Clone", "Serialize"].map(str::to_owned).into();
    let schema = payload::schema(&payload, ctxt);
    let (item, schema) = (emit::payload::item(&payload, &schema), emit::schema::schema(&schema));
    let members = members(&payload.item);
    Parts { ident: name(function), members, kind, tokens: quote!(#item #schema) }
}

fn members(item: &DeriveInput) -> Vec<Member> {
    let syn::Data::Struct(data) = &item.data else { return Vec::new() };
    let member = |(index, field): (usize, &Field)| field.ident.clone().map_or(Member::from(index), Member::from);
    data.fields.iter().enumerate().map(member).collect()
}
