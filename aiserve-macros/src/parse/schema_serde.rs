//! Reads serde's attributes as far as they change the wire form.
//!
//! Mistakes in them are serde's to report: its derives read the same attributes, and one mistake should be one error.

use proc_macro2::{Ident, TokenStream};
use quote::ToTokens;
use syn::meta::ParseNestedMeta;
use syn::{Attribute, ExprPath, LitStr, Token, Type};

use super::schema_case::Case;

/// Something said apart for reading and for writing.
#[derive(Clone, Default)]
pub(crate) struct Sides<T> {
    pub(crate) read: T,
    pub(crate) write: T,
}

/// `#[serde(default)]` or `#[serde(default = "path")]`.
#[derive(Clone)]
pub(crate) enum SerdeDefault {
    Trait,
    Path(ExprPath),
}

/// What serde is told about a type.
#[derive(Default)]
pub(crate) struct ContainerSerde {
    pub(crate) rename: Sides<Option<LitStr>>,
    pub(crate) rename_all: Sides<Option<Case>>,
    pub(crate) rename_all_fields: Sides<Option<Case>>,
    pub(crate) default: Option<SerdeDefault>,
    pub(crate) deny_unknown: bool,
    pub(crate) transparent: bool,
    /// `from` or `try_from`.
    pub(crate) read_as: Option<Type>,
    /// `into`.
    pub(crate) write_as: Option<Type>,
    pub(crate) tag: Option<LitStr>,
    pub(crate) content: Option<LitStr>,
    pub(crate) untagged: bool,
    /// `remote`, at the word.
    pub(crate) remote: Option<Ident>,
    /// `crate = ".."`.
    pub(crate) names_crate: bool,
}

/// What serde is told about a variant.
#[derive(Default)]
pub(crate) struct VariantSerde {
    pub(crate) rename: Sides<Option<LitStr>>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) rename_all: Sides<Option<Case>>,
    pub(crate) skip: Sides<bool>,
    pub(crate) other: bool,
    pub(crate) untagged: bool,
    /// `with`, `serialize_with` or `deserialize_with`, at the word.
    pub(crate) with: Option<Ident>,
}

/// What serde is told about a field.
#[derive(Default)]
pub(crate) struct FieldSerde {
    pub(crate) rename: Sides<Option<LitStr>>,
    pub(crate) aliases: Vec<LitStr>,
    pub(crate) default: Option<SerdeDefault>,
    /// `flatten`, at the word.
    pub(crate) flatten: Option<Ident>,
    pub(crate) skip: Sides<bool>,
    /// `skip_serializing_if`.
    pub(crate) skip_if: bool,
    /// Which sides functions take over, each at the word; `with` takes over both.
    pub(crate) with: Sides<Option<Ident>>,
}

/// Reads a type's attributes.
pub(crate) fn container(attrs: &[Attribute]) -> ContainerSerde {
    let mut serde = ContainerSerde::default();
    each_word(attrs, |word, meta| {
        match word.to_string().as_str() {
            "rename" => sides(meta, &mut serde.rename, Some)?,
            "rename_all" => sides(meta, &mut serde.rename_all, |name| Case::named(&name))?,
            "rename_all_fields" => sides(meta, &mut serde.rename_all_fields, |name| Case::named(&name))?,
            "default" => serde.default = Some(default(meta)?),
            "deny_unknown_fields" => serde.deny_unknown = true,
            "transparent" => serde.transparent = true,
            "from" | "try_from" => serde.read_as = Some(meta.value()?.parse::<LitStr>()?.parse()?),
            "into" => serde.write_as = Some(meta.value()?.parse::<LitStr>()?.parse()?),
            "tag" => serde.tag = Some(meta.value()?.parse()?),
            "content" => serde.content = Some(meta.value()?.parse()?),
            "untagged" => serde.untagged = true,
            "remote" => {
                serde.remote = Some(word);
                ignore(meta)?;
            }
            "crate" => {
                serde.names_crate = true;
                ignore(meta)?;
            }
            _ => ignore(meta)?,
        }
        Ok(())
    });
    serde
}

/// Reads a variant's attributes.
pub(crate) fn variant(attrs: &[Attribute]) -> VariantSerde {
    let mut serde = VariantSerde::default();
    each_word(attrs, |word, meta| {
        match word.to_string().as_str() {
            "rename" => sides(meta, &mut serde.rename, Some)?,
            "rename_all" => sides(meta, &mut serde.rename_all, |name| Case::named(&name))?,
            "alias" => serde.aliases.push(meta.value()?.parse()?),
            "skip" => serde.skip = Sides { read: true, write: true },
            "skip_serializing" => serde.skip.write = true,
            "skip_deserializing" => serde.skip.read = true,
            "other" => serde.other = true,
            "untagged" => serde.untagged = true,
            "with" | "serialize_with" | "deserialize_with" => {
                serde.with = Some(word);
                ignore(meta)?;
            }
            _ => ignore(meta)?,
        }
        Ok(())
    });
    serde
}

/// Reads a field's attributes.
pub(crate) fn field(attrs: &[Attribute]) -> FieldSerde {
    let mut serde = FieldSerde::default();
    each_word(attrs, |word, meta| {
        match word.to_string().as_str() {
            "rename" => sides(meta, &mut serde.rename, Some)?,
            "alias" => serde.aliases.push(meta.value()?.parse()?),
            "default" => serde.default = Some(default(meta)?),
            "flatten" => serde.flatten = Some(word),
            "skip" => serde.skip = Sides { read: true, write: true },
            "skip_serializing" => serde.skip.write = true,
            "skip_deserializing" => serde.skip.read = true,
            "skip_serializing_if" => {
                serde.skip_if = true;
                ignore(meta)?;
            }
            "with" => {
                serde.with = Sides { read: Some(word.clone()), write: Some(word) };
                ignore(meta)?;
            }
            "serialize_with" => {
                serde.with.write = Some(word);
                ignore(meta)?;
            }
            "deserialize_with" => {
                serde.with.read = Some(word);
                ignore(meta)?;
            }
            _ => ignore(meta)?,
        }
        Ok(())
    });
    serde
}

/// Calls `read` for each word of each `#[serde(..)]`. What fails to parse is left to serde's derives.
fn each_word(attrs: &[Attribute], mut read: impl FnMut(Ident, &ParseNestedMeta<'_>) -> syn::Result<()>) {
    for attr in attrs.iter().filter(|attr| attr.path().is_ident("serde")) {
        let parsed = attr.parse_nested_meta(|meta| match meta.path.get_ident().cloned() {
            Some(word) => read(word, &meta),
            None => ignore(&meta),
        });
        drop(parsed);
    }
}

/// `= "x"` for both sides, or `(serialize = "x", deserialize = "y")`.
fn sides<T>(
    meta: &ParseNestedMeta<'_>,
    sides: &mut Sides<Option<T>>,
    convert: impl Fn(LitStr) -> Option<T>,
) -> syn::Result<()>
where
    T: Clone,
{
    if meta.input.peek(Token![=]) {
        let value = convert(meta.value()?.parse()?);
        *sides = Sides { read: value.clone(), write: value };
        return Ok(());
    }
    meta.parse_nested_meta(|side| {
        let value = convert(side.value()?.parse()?);
        if side.path.is_ident("serialize") {
            sides.write = value;
        } else {
            sides.read = value;
        }
        Ok(())
    })
}

fn default(meta: &ParseNestedMeta<'_>) -> syn::Result<SerdeDefault> {
    if meta.input.peek(Token![=]) {
        return meta.value()?.parse::<LitStr>()?.parse().map(SerdeDefault::Path);
    }
    Ok(SerdeDefault::Trait)
}

/// Passes over the value of a word that does not matter here.
fn ignore(meta: &ParseNestedMeta<'_>) -> syn::Result<()> {
    if meta.input.peek(Token![=]) {
        meta.value()?.parse::<syn::Expr>()?;
    } else if meta.input.peek(syn::token::Paren) {
        let content;
        syn::parenthesized!(content in meta.input);
        content.parse::<TokenStream>()?;
    }
    Ok(())
}

/// Whether two types are written alike: then reading and writing need not be told apart.
pub(crate) fn same_type(one: &Type, other: &Type) -> bool {
    one.to_token_stream().to_string() == other.to_token_stream().to_string()
}
