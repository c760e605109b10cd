//! Structs, and what serde's attributes make of them.

use std::collections::BTreeMap;

use aiserve::prelude::*;

/// A place.
#[payload]
pub(crate) struct Point {
    x: i32,
    y: i32,
}

/// Structs in structs.
#[payload]
pub(crate) struct Nested {
    name: String,
    origin: Point,
    maybe: Option<Point>,
    path: Vec<Point>,
    by_name: BTreeMap<String, Point>,
}

/// Keys in another case.
#[payload]
#[serde(rename_all = "camelCase")]
pub(crate) struct Cased {
    first_name: String,
    #[serde(rename = "ZIP-code")]
    zip: u32,
    r#type: bool,
}

/// Unknown keys are refused.
#[payload]
#[serde(deny_unknown_fields)]
pub(crate) struct Strict {
    id: u8,
    note: Option<String>,
}

/// Keys with several names.
#[payload]
pub(crate) struct Aliased {
    #[serde(alias = "colour", alias = "couleur")]
    color: String,
    #[serde(alias = "sz")]
    size: Option<u8>,
}

/// The fields of others among its own.
#[payload]
pub(crate) struct Flattened {
    id: u8,
    #[serde(flatten)]
    point: Point,
    #[serde(flatten)]
    rest: BTreeMap<String, f64>,
}

/// Of a choice, the fields.
#[payload]
pub(crate) struct FlattenedChoice {
    id: u8,
    #[serde(flatten)]
    by: Sender,
}

/// Who sent it.
#[payload]
#[serde(tag = "by", rename_all = "lowercase")]
pub(crate) enum Sender {
    /// A person.
    Person { name: String },
    /// A program.
    Program { version: u8 },
}

/// One value under a name of its own.
#[payload]
pub(crate) struct Percent(#[garde(range(max = 100))] u8);

/// Another type on the wire.
#[payload]
#[serde(transparent)]
pub(crate) struct Nickname {
    text: Option<String>,
}

/// A list on the wire.
#[payload]
pub(crate) struct Place(f64, f64, Option<String>);

/// Structs without names for their fields.
#[payload]
pub(crate) struct Unnamed {
    share: Percent,
    nickname: Nickname,
    place: Place,
}

/// A text on the wire, checked while it is read.
#[payload]
#[serde(try_from = "String", into = "String")]
pub(crate) struct Version {
    parts: Vec<u16>,
}

impl TryFrom<String> for Version {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
        Ok(Self { parts: text.split('.').map(str::parse).collect::<std::result::Result<_, _>>()? })
    }
}

impl From<Version> for String {
    fn from(version: Version) -> Self {
        version.parts.iter().map(ToString::to_string).collect::<Vec<_>>().join(".")
    }
}

/// A release.
#[payload]
pub(crate) struct Release {
    version: Version,
}

/// Nothing at all.
#[payload]
pub(crate) struct Nothing;

/// No fields.
#[payload]
#[serde(deny_unknown_fields)]
pub(crate) struct Empty {}

/// Structs without content.
#[payload]
pub(crate) struct Hollow {
    nothing: Nothing,
    empty: Empty,
}
