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
}

/// `#[payload(default = ..)]` as a function.
pub(crate) struct DefaultFn {
    pub(crate) name: Ident,
    pub(crate) ty: Type,
    pub(crate) value: Expr,
}
