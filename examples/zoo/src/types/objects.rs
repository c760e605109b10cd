//! Objects: presence, names, nesting, generics, recursion.

use aiserve::prelude::*;

use super::enums::{Colour, Pet};
use super::lists::Point;

/// Fields that may be absent.
#[payload]
pub(crate) struct Presence {
    needed: u8,
    maybe: Option<u8>,
    #[payload(default = 7)]
    seven: u8,
    #[serde(default)]
    empty: Vec<String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    shy: Option<String>,
    #[serde(skip)]
    #[allow(dead_code, reason = "it is here for being left out")]
    internal: u8,
    #[deprecated]
    old: Option<bool>,
}

/// Names on the wire.
#[payload]
#[serde(rename_all = "camelCase")]
#[allow(clippy::struct_field_names, reason = "the names are what it shows")]
pub(crate) struct Names {
    first_name: String,
    #[serde(rename = "last-name")]
    last_name: String,
    #[serde(alias = "nick")]
    nick_name: Option<String>,
}

/// Nothing but these fields.
#[payload]
#[serde(deny_unknown_fields)]
pub(crate) struct Strict {
    only: u8,
}

/// Objects in an object.
#[payload]
pub(crate) struct Nested {
    pet: Pet,
    home: Option<Point>,
    favourites: Vec<Colour>,
}

/// The fields of another object among its own.
#[payload]
pub(crate) struct Flat {
    id: u32,
    #[serde(flatten)]
    point: Point,
}

/// A page of anything.
#[payload]
pub(crate) struct Page<T> {
    items: Vec<T>,
    next: Option<u32>,
}

/// A tree.
#[payload]
pub(crate) struct Tree {
    name: String,
    #[serde(default)]
    branches: Vec<Tree>,
}
