//! Reads what `#[payload]` alone knows, and turns the item into the plain one that serde sees.

use proc_macro2::{Ident, TokenStream};
use quote::{format_ident, quote};
use syn::ext::IdentExt;
use syn::punctuated::Punctuated;
use syn::{Attribute, Data, DeriveInput, Expr, ExprLit, Field, Fields, Lit, Path, Token, parse_quote};

use crate::check;
use crate::ctxt::Ctxt;
use crate::ir::payload::{DefaultFn, Payload};
use crate::ir::schema::Schema;
use crate::parse::rules::Runner;
use crate::parse::{payload_exact, payload_plain, schema_serde};

/// Reads the item and the attribute's own arguments, which must be none.
pub(crate) fn payload(arguments: &TokenStream, item: &DeriveInput, ctxt: &Ctxt) -> Payload {
    if !arguments.is_empty() {
        ctxt.error_at(arguments, "`#[payload]` takes nothing here; `#[payload(default = ..)]` stands on fields");
    }
    let mut item = item.clone();
    let defaults = take_defaults(&mut item, ctxt);
    let derives = derives(&mut item.attrs, ctxt);
    check::serde::check(&item, ctxt);
    let names_crate = schema_serde::container(&item.attrs).names_crate;
    let exact = payload_exact::exact(&item);
    let is_plain = payload_plain::is_plain(&item, &derives);
    Payload { item, defaults, derives, names_crate, exact, is_plain }
}

/// The schema of a payload.
pub(crate) fn schema(payload: &Payload, ctxt: &Ctxt) -> Schema {
    let schema = super::schema::schema(&payload.item, Runner::Ours, ctxt);
    if payload.is_plain { schema.read_without_serde() } else { schema }
}

/// Replaces each `#[payload(default = ..)]` by serde's own attribute.
fn take_defaults(item: &mut DeriveInput, ctxt: &Ctxt) -> Vec<DefaultFn> {
    let mut defaults = Vec::new();
    let ident = item.ident.clone();
    let (_, ty_generics, _) = item.generics.split_for_impl();
    let turbofish = ty_generics.as_turbofish();
    let path = |name: &Ident| quote!(#ident #turbofish::#name).to_string();
    let mut take = |fields: &mut Fields, prefix: &str| {
        for (index, field) in fields.iter_mut().enumerate() {
            let Some(value) = take_default(field, ctxt) else { continue };
            let field_name = field.ident.as_ref().map_or_else(|| index.to_string(), |name| name.unraw().to_string());
            let name = format_ident!("__aiserve_default_{prefix}{field_name}");
            let path = path(&name);
            field.attrs.push(parse_quote!(#[serde(default = #path)]));
            defaults.push(DefaultFn { name, ty: field.ty.clone(), value: converted(value) });
        }
    };
    match &mut item.data {
        Data::Struct(data) => take(&mut data.fields, ""),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                let prefix = format!("{}_", variant.ident.unraw());
                take(&mut variant.fields, &prefix);
            }
        }
        Data::Union(_) => {}
    }
    defaults
}

fn take_default(field: &mut Field, ctxt: &Ctxt) -> Option<Expr> {
    let mut default = None;
    let mut words = Vec::new();
    field.attrs.retain(|attr| {
        if !attr.path().is_ident("payload") {
            return true;
        }
        ctxt.ok(attr.parse_nested_meta(|meta| {
            if !meta.path.is_ident("default") {
                return Err(meta.error("a field knows `#[payload(default = ..)]` alone"));
            }
            default = Some(meta.value()?.parse()?);
            words.push(meta.path);
            Ok(())
        }));
        false
    });
    if let Some(word) = words.pop()
        && (!words.is_empty() || schema_serde::field(&field.attrs).default.is_some())
    {
        ctxt.error_at(&word, "two defaults for one field: keep `#[payload(default = ..)]` or serde's");
        return None;
    }
    default
}

/// A text literal becomes whatever text type the field has.
pub(crate) fn converted(value: Expr) -> Expr {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Str(text), .. }) => parse_quote!(::core::convert::Into::into(#text)),
        value => value,
    }
}

/// What the user derives on the item too, which is then not derived again. What must not be derived is taken away.
fn derives(attrs: &mut [Attribute], ctxt: &Ctxt) -> Vec<String> {
    let mut derives = Vec::new();
    for attr in attrs.iter_mut().filter(|attr| attr.path().is_ident("derive")) {
        let parsed = attr.parse_args_with(Punctuated::<Path, Token![,]>::parse_terminated);
        let Some(paths) = ctxt.ok(parsed) else { continue };
        let mut kept = Vec::new();
        for path in paths {
            let name = path.segments.last().map(|segment| segment.ident.to_string()).unwrap_or_default();
            match name.as_str() {
                "Validate" => ctxt.error_at(
                    &path,
                    "`#[payload]` validates by itself: leave `Validate` out, or use \
                     `#[derive(garde::Validate, aiserve::Schema)]` without `#[payload]`",
                ),
                "Schema" => ctxt.error_at(&path, "`#[payload]` derives `Schema` already: leave it out"),
                _ => {
                    derives.push(name);
                    kept.push(path);
                }
            }
        }
        *attr = parse_quote!(#[derive(#(#kept),*)]);
    }
    derives
}

/// The item without the attributes of these names.
pub(crate) fn without(item: &DeriveInput, names: &[&str]) -> DeriveInput {
    let mut item = item.clone();
    let strip = |attrs: &mut Vec<Attribute>| {
        attrs.retain(|attr| !names.iter().any(|name| attr.path().is_ident(name)));
    };
    strip(&mut item.attrs);
    match &mut item.data {
        Data::Struct(data) => data.fields.iter_mut().for_each(|field| strip(&mut field.attrs)),
        Data::Enum(data) => {
            for variant in &mut data.variants {
                strip(&mut variant.attrs);
                variant.fields.iter_mut().for_each(|field| strip(&mut field.attrs));
            }
        }
        Data::Union(_) => {}
    }
    item
}
