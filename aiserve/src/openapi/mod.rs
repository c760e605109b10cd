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
mod security;
mod socket;

pub use info::{Contact, Info, License, Server, Tag};

use crate::Error;
use crate::describe::{Arg, Flat, Needs, Operation, Replies, flattened};
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
    /// The dependencies of its routers and the app.
    pub(crate) guards: Vec<&'static Needs>,
}

impl Listed<'_> {
    /// All that it takes: what its routers' dependencies take, then its own arguments and what theirs take.
    fn takes(&self) -> Vec<Flat> {
        let guards = self.guards.iter().flat_map(|needs| flattened(needs.args));
        guards.chain(flattened(self.operation.args)).collect()
    }

    /// How its dependencies fail.
    fn failures(&self) -> Vec<&'static Replies> {
        let mut found: Vec<_> = self.guards.iter().map(|needs| &needs.replies).collect();
        self.guards.iter().for_each(|needs| nested(needs.args, &mut found));
        nested(self.operation.args, &mut found);
        found
    }
}

fn nested(args: &'static [Arg], found: &mut Vec<&'static Replies>) {
    for arg in args {
        if let Arg::Needs(needs, _) = arg {
            found.push(&needs.replies);
            nested(needs.args, found);
        }
    }
}

/// Writes the document as JSON text, or says everything that makes it impossible.
pub(crate) fn write(info: &Info, routes: &[Listed<'_>], version: OpenApiVersion) -> Result<String, Vec<Error>> {
    let document = document::document(info, routes, version)?;
    Ok(serde_json::to_string_pretty(&document).expect("texts, numbers and user values that are JSON already"))
}
