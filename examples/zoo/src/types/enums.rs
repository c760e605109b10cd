//! Enums in serde's five shapes.

use aiserve::prelude::*;

/// Words.
#[payload]
#[serde(rename_all = "lowercase")]
pub(crate) enum Colour {
    Red,
    #[serde(alias = "grass")]
    Green,
    Blue,
}

/// A content under the variant's name.
#[payload]
#[serde(rename_all = "snake_case")]
pub(crate) enum External {
    Nothing,
    Number(u32),
    Pair(i8, i8),
    Named { name: String },
}

/// The variant's name among the fields.
#[payload]
#[serde(tag = "kind", rename_all = "snake_case")]
pub(crate) enum Internal {
    Nothing,
    Cat { lives: u8 },
    Dog { barks: bool },
    Other(Pet),
}

/// The variant's name beside its content.
#[payload]
#[serde(tag = "kind", content = "value")]
pub(crate) enum Adjacent {
    Nothing,
    Number(u32),
    Named { name: String },
}

/// The content alone.
#[payload]
#[serde(untagged)]
pub(crate) enum Untagged {
    Number(i64),
    Text(String),
    Pet(Pet),
}

/// An animal in a home.
#[payload]
pub(crate) struct Pet {
    name: String,
    colour: Colour,
}
