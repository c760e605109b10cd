//! The OpenAPI document, assembled from the constant descriptions: one function per OpenAPI object.
//!
//! Written twice: once to see which named schemas are used and how, which settles their names whatever the order of the
//! routes; then for good.

mod components;
mod document;
mod downgrade;
mod info;
mod json;
mod names;
mod operation;
#[cfg(feature = "docs")]
pub(crate) mod page;
mod parameter;
mod problems;
mod response;
mod schema;

pub use info::{Contact, Info, License, Server, Tag};

use crate::Error;
use crate::describe::Operation;
use crate::problem::ErrorFormat;

/// The version of OpenAPI that the document is written in.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum OpenApiVersion {
    /// 3.1, with JSON Schema 2020-12.
    #[default]
    V3_1,
    /// 3.2.
    V3_2,
    /// 3.0, for generators that know no later one. What it cannot say is kept under `x-` keys.
    V3_0,
}

impl OpenApiVersion {
    const fn text(self) -> &'static str {
        match self {
            Self::V3_0 => "3.0.3",
            Self::V3_1 => "3.1.0",
            Self::V3_2 => "3.2.0",
        }
    }
}

/// An operation as the router mounted it.
#[derive(Clone, Debug)]
pub(crate) struct Listed<'a> {
    /// What it takes and gives.
    pub(crate) operation: &'static Operation,
    /// Its whole path template, prefixes included.
    pub(crate) path: &'a str,
    /// Its tags and its routers'.
    pub(crate) tags: Vec<&'a str>,
    /// How its problems are written.
    pub(crate) errors: ErrorFormat,
    /// Whether its 422 shows what was sent.
    pub(crate) echo_input: bool,
}

/// Writes the document as JSON text, or says everything that makes it impossible.
pub(crate) fn write(info: &Info, routes: &[Listed<'_>], version: OpenApiVersion) -> Result<String, Vec<Error>> {
    let document = document::document(info, routes, version)?;
    Ok(serde_json::to_string_pretty(&document).expect("texts, numbers and user values that are JSON already"))
}
