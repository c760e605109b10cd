//! What `#[payload]` adds to a type with a schema.

use proc_macro2::Ident;
use syn::{DeriveInput, Expr, Type};

/// An item under `#[payload]`.
pub(crate) struct Payload {
    /// The item, its defaults turned into serde's.
    pub(crate) item: DeriveInput,
    pub(crate) defaults: Vec<DefaultFn>,
    /// Names of the traits that the user derives.
    pub(crate) derives: Vec<String>,
    /// Whether the user says where serde is.
    pub(crate) names_crate: bool,
    /// Which of serde's further forms of the type are refused when it is read; none if there are no such forms.
    pub(crate) exact: Option<Exact>,
    /// Whether it is read and written by code of ours.
    pub(crate) is_plain: bool,
}

/// What is refused of the forms that serde's derived code reads and never writes.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Exact {
    /// Of a struct: the list of its fields' values.
    Fields,
    /// Of a tagged enum: a list, and tags that are no text.
    Tagged,
    /// Of words: `{"Word": null}`.
    Words,
    /// Of variants with content: the list of a struct variant's fields.
    Variants,
    /// Both of it.
    WordsAndVariants,
}

/// `#[payload(default = ..)]` as a function.
pub(crate) struct DefaultFn {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) value: Expr,
}
