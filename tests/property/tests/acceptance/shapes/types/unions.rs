//! Enums in serde's shapes.

use aiserve::prelude::*;

use super::objects::Point;

/// Words.
#[payload]
#[serde(rename_all = "kebab-case")]
pub(crate) enum Color {
    DarkRed,
    /// As grass.
    #[serde(alias = "verde")]
    Green,
    Blue,
}

/// Where the words stand.
#[payload]
pub(crate) struct Painted {
    color: Color,
    maybe: Option<Color>,
    all: Vec<Color>,
}

/// Variants under their names.
#[payload]
pub(crate) enum External {
    Unit,
    Newtype(u8),
    Pair(u8, String),
    Struct { a: u8, b: Option<bool> },
    Point(Point),
}

/// In a struct.
#[payload]
pub(crate) struct Externals {
    one: External,
    more: Vec<External>,
}

/// Variants told by a tag among their fields.
#[payload]
#[serde(tag = "type", rename_all = "lowercase")]
pub(crate) enum Internal {
    Unit,
    Point(Point),
    Circle { radius: f64 },
}

/// Variants told by a tag, without other keys.
#[payload]
#[serde(tag = "kind", deny_unknown_fields)]
pub(crate) enum StrictInternal {
    Image { url: String },
    Text { text: String },
}

/// Variants told by a tag beside their content.
#[payload]
#[serde(tag = "t", content = "c")]
pub(crate) enum Adjacent {
    Unit,
    Newtype(Vec<u8>),
    Pair(u8, bool),
    Struct { a: u8 },
}

/// Variants told by what fits.
#[payload]
#[serde(untagged)]
pub(crate) enum Untagged {
    Number(f64),
    Text(String),
    Words(Vec<String>),
    Point(Point),
    Named { name: String },
}

/// Every other word is one too.
#[payload]
#[serde(rename_all = "lowercase")]
pub(crate) enum Open {
    Known,
    #[serde(other)]
    Unknown,
}

/// In every place an enum can stand.
#[payload]
pub(crate) struct Unions {
    internal: Internal,
    adjacent: Option<Adjacent>,
    untagged: Vec<Untagged>,
    open: Open,
}
