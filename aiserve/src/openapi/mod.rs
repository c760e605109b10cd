//! The OpenAPI document, assembled from the constant descriptions: one function per OpenAPI object.
//!
//! Written twice: once to see which named schemas are used and how, which settles their names whatever the order of the
//! routes; then for good.

mod components;
mod document;
mod downgrade;
mod info;
mod json;
mod named;
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

pub use info::{Contact, ExternalDocs, Info, License, Server, Tag};
pub use named::OperationName;

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
    /// Of which operation it is a callback.
    pub(crate) within: String,
    /// Whether others answer it: a callback or a webhook.
    pub(crate) is_elsewhere: bool,
    /// The statuses of its limits.
    pub(crate) refusals: &'a [u16],
}

/// What one document is about.
#[derive(Debug)]
pub(crate) struct Contents<'a> {
    pub(crate) info: &'a Info,
    pub(crate) routes: Vec<Listed<'a>>,
    pub(crate) webhooks: Vec<Listed<'a>>,
    /// How operation ids are made, if not as usual.
    pub(crate) ids: Option<fn(&OperationName<'_>) -> String>,
}

impl<'a> Listed<'a> {
    /// An operation that others answer.
    pub(crate) fn elsewhere(operation: &'static Operation, errors: ErrorFormat) -> Self {
        Self {
            operation,
            path: operation.path,
            tags: operation.tags.to_vec(),
            errors,
            echo_input: false,
            guards: Vec::new(),
            within: String::new(),
            is_elsewhere: true,
            refusals: &[],
        }
    }

    /// The operations that it calls.
    fn callbacks(&self) -> impl Iterator<Item = Listed<'a>> {
        let within = format!("{}::{}", self.path, self.operation.method.name().to_lowercase());
        let errors = self.errors;
        self.operation
            .callbacks
            .iter()
            .map(move |operation| Listed { within: within.clone(), ..Listed::elsewhere(operation, errors) })
    }
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
pub(crate) fn write(contents: &Contents<'_>, version: OpenApiVersion) -> Result<String, Vec<Error>> {
    let document = document::document(contents, version)?;
    Ok(serde_json::to_string_pretty(&document).expect("texts, numbers and user values that are JSON already"))
}
