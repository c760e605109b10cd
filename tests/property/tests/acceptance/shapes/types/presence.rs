//! Fields that need not be there, or are there on one side alone.

use aiserve::prelude::*;

/// Values of missing fields.
#[payload]
pub(crate) struct Defaults {
    #[payload(default = 10)]
    #[garde(range(min = 1, max = 100))]
    limit: u8,
    #[payload(default = "en")]
    language: String,
    #[serde(default)]
    tags: Vec<String>,
    #[payload(default = Some(0.5))]
    temperature: Option<f64>,
}

/// All fields of a default value.
#[payload]
#[serde(default)]
#[derive(PartialEq)]
pub(crate) struct Settings {
    width: u16,
    title: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { width: 80, title: "untitled".to_owned() }
    }
}

/// Fields that may be `null`.
#[payload]
pub(crate) struct Optional {
    number: Option<u8>,
    nested: Option<Box<Option<u8>>>,
    #[garde(required)]
    needed: Option<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    quiet: Option<bool>,
}

/// Other fields are read than written.
#[payload]
pub(crate) struct Sided {
    id: u8,
    #[serde(skip_serializing, default)]
    #[schema(secret)]
    password: String,
    #[serde(skip_deserializing)]
    length: usize,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    value: bool,
}

/// What is on its way out.
#[payload]
pub(crate) struct Deprecated {
    /// Takes the place of `old`.
    #[schema(title = "New value", example = 4)]
    new: u8,
    #[schema(deprecated)]
    old: Option<u8>,
}
