//! Reads a struct or enum into its wire form.

use proc_macro2::Ident;
use syn::ext::IdentExt;
use syn::parse::{ParseStream, Parser};
use syn::{Attribute, Data, DataEnum, DeriveInput, Expr, Fields, Token, parenthesized};

use super::rules::{Reader, Runner, needs_garde};
use super::schema_fields::FieldReader;
use super::schema_serde;
use super::schema_serde::{ContainerSerde, Sides, VariantSerde};
use super::schema_texts::{self, Place, Texts};
use crate::check;
use crate::ctxt::Ctxt;
use crate::ir::schema::{Content, Enforced, Names, Schema, Shape, Tagging, Variant, VariantKind, Wire};

/// Reads an item. `runner` says who runs garde's rules if there are any.
pub(crate) fn schema(input: &DeriveInput, runner: Runner, ctxt: &Ctxt) -> Schema {
    let serde = schema_serde::container(&input.attrs);
    let mut texts = schema_texts::texts(&input.attrs, Place::Type, ctxt);
    let garde = container_garde(&input.attrs, runner, ctxt);
    check::schema::container(&serde, ctxt);
    let base = check::schema::base(&input.ident, &serde, &texts, ctxt);
    let reader = FieldReader {
        rules: Reader { ctxt, runner, variable: &variable_names(input, garde.context) },
        params: &input.generics.type_params().map(|param| param.ident.to_string()).collect::<Vec<_>>(),
        container: &serde,
    };
    Schema {
        ident: input.ident.clone(),
        generics: input.generics.clone(),
        pinned: texts.rename.is_some(),
        base,
        wire: wire(&serde, &mut texts),
        texts,
        shape: shape(input, &serde, &reader),
        enforced: match runner {
            Runner::Ours => Enforced::Here(garde.custom),
            Runner::Garde if uses_garde(input) => Enforced::ByGarde,
            Runner::Garde => Enforced::NotNeeded,
        },
    }
}

/// What garde is told about a type.
struct ContainerGarde {
    /// The name of the context.
    context: String,
    /// Rules of the whole value.
    custom: Vec<Expr>,
}

fn container_garde(attrs: &[Attribute], runner: Runner, ctxt: &Ctxt) -> ContainerGarde {
    let mut garde = ContainerGarde { context: "ctx".to_owned(), custom: Vec::new() };
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("garde")) {
        let read = attr.parse_args_with(|input: ParseStream<'_>| {
            let word = input.call(Ident::parse_any)?;
            match word.to_string().as_str() {
                "context" => {
                    let content;
                    parenthesized!(content in input);
                    if let Some(name) = context_name.parse2(content.parse()?)? {
                        garde.context = name;
                    }
                    Err(syn::Error::new(word.span(), needs_garde("a context")))
                }
                "custom" => {
                    let content;
                    parenthesized!(content in input);
                    garde.custom.push(content.parse()?);
                    Ok(())
                }
                "allow_unvalidated" | "transparent" => Ok(()),
                _ => Err(syn::Error::new(word.span(), format!("garde has no `{word}` for a type"))),
            }
        });
        if runner == Runner::Ours {
            ctxt.ok(read);
        }
    }
    garde
}

/// The name in `Type as name`.
fn context_name(input: ParseStream<'_>) -> syn::Result<Option<String>> {
    input.parse::<syn::Type>()?;
    if input.is_empty() {
        return Ok(None);
    }
    input.parse::<Token![as]>()?;
    input.parse::<Ident>().map(|name| Some(name.to_string()))
}

/// What stands for run-time values in garde's arguments: the context, and fields by their names.
fn variable_names(input: &DeriveInput, context: String) -> Vec<String> {
    let mut names = vec![context];
    let mut add = |fields: &Fields| {
        names.extend(fields.iter().filter_map(|field| field.ident.as_ref().map(ToString::to_string)));
    };
    match &input.data {
        Data::Struct(data) => add(&data.fields),
        Data::Enum(data) => data.variants.iter().for_each(|variant| add(&variant.fields)),
        Data::Union(_) => {}
    }
    names
}

fn uses_garde(input: &DeriveInput) -> bool {
    let has = |attrs: &[Attribute]| attrs.iter().any(|attr| attr.path().is_ident("garde"));
    let in_fields = |fields: &Fields| fields.iter().any(|field| has(&field.attrs));
    has(&input.attrs)
        || match &input.data {
            Data::Struct(data) => in_fields(&data.fields),
            Data::Enum(data) => data.variants.iter().any(|variant| in_fields(&variant.fields)),
            Data::Union(_) => false,
        }
}

fn wire(serde: &ContainerSerde, texts: &mut Texts) -> Wire {
    if let Some(stand_in) = texts.stand_in.take() {
        return Wire::Types(Sides { read: Some(stand_in.clone()), write: Some(stand_in) });
    }
    match (&serde.read_as, &serde.write_as) {
        (None, None) => Wire::Shape,
        (read, write) => Wire::Types(Sides { read: read.clone(), write: write.clone() }),
    }
}

fn shape(input: &DeriveInput, serde: &ContainerSerde, reader: &FieldReader<'_>) -> Shape {
    match &input.data {
        Data::Struct(data) => {
            let tag = serde.tag.clone().map(|tag| (tag, written_name(serde, &input.ident)));
            Shape::Struct(reader.content(&data.fields, &serde.rename_all, tag))
        }
        Data::Enum(data) => enumeration(data, serde, reader),
        Data::Union(data) => {
            reader.rules.ctxt.error_at(data.union_token, "a union has no wire form; use an enum");
            Shape::Struct(Content::Unit)
        }
    }
}

fn enumeration(data: &DataEnum, serde: &ContainerSerde, reader: &FieldReader<'_>) -> Shape {
    let tagging = match (&serde.tag, &serde.content) {
        _ if serde.untagged => Tagging::Untagged,
        (Some(tag), Some(content)) => Tagging::Adjacent(tag.clone(), content.clone()),
        (Some(tag), None) => Tagging::Internal(tag.clone()),
        (None, _) => Tagging::External,
    };
    let variants = data.variants.iter().map(|variant| self::variant(variant, serde, reader)).collect();
    Shape::Enum { variants, tagging, deny_unknown: serde.deny_unknown }
}

fn variant(variant: &syn::Variant, container: &ContainerSerde, reader: &FieldReader<'_>) -> Variant {
    let ctxt = reader.rules.ctxt;
    let serde = schema_serde::variant(&variant.attrs);
    check::schema::variant(&serde, ctxt);
    let texts = schema_texts::texts(&variant.attrs, Place::Variant, ctxt);
    let rename_all = Sides {
        read: serde.rename_all.read.or(container.rename_all_fields.read),
        write: serde.rename_all.write.or(container.rename_all_fields.write),
    };
    let on_wire = !(serde.skip.read && serde.skip.write);
    Variant {
        names: variant_names(&variant.ident, &serde, container),
        content: reader.content(&variant.fields, &rename_all, None),
        kind: match &variant.fields {
            Fields::Unit => VariantKind::Unit,
            Fields::Unnamed(fields) if fields.unnamed.len() == 1 => VariantKind::Newtype,
            Fields::Unnamed(_) => VariantKind::Tuple,
            Fields::Named(_) => VariantKind::Struct,
        },
        flags: variant_flags(&serde, &texts),
        ident: variant.ident.clone(),
        texts,
        on_wire,
    }
}

fn variant_flags(serde: &VariantSerde, texts: &Texts) -> Vec<&'static str> {
    let flags = [
        (serde.skip.read, "SKIP_IN"),
        (serde.skip.write, "SKIP_OUT"),
        (serde.other, "OTHER"),
        (serde.untagged, "UNTAGGED"),
        (texts.deprecated, "DEPRECATED"),
    ];
    flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag)).collect()
}

fn variant_names(ident: &Ident, serde: &VariantSerde, container: &ContainerSerde) -> Names {
    let own = ident.unraw().to_string();
    let cased = |case: Option<super::schema_case::Case>| case.map_or_else(|| own.clone(), |case| case.of_variant(&own));
    Names {
        read: serde.rename.read.as_ref().map_or_else(|| cased(container.rename_all.read), syn::LitStr::value),
        write: serde.rename.write.as_ref().map_or_else(|| cased(container.rename_all.write), syn::LitStr::value),
        aliases: serde.aliases.clone(),
    }
}

/// The name that a tagged struct writes.
fn written_name(serde: &ContainerSerde, ident: &Ident) -> String {
    serde.rename.write.as_ref().map_or_else(|| ident.unraw().to_string(), syn::LitStr::value)
}
