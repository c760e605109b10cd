//! serde's and our attributes on types that change what stands on the wire.

use aiserve::{Schema, payload};
use serde::{Deserialize, Serialize};

use crate::body;

#[payload]
#[serde(try_from = "String", into = "String")]
struct Both(u8);

impl TryFrom<String> for Both {
    type Error = std::num::ParseIntError;

    fn try_from(text: String) -> Result<Self, Self::Error> {
        text.parse().map(Self)
    }
}

impl From<Both> for String {
    fn from(value: Both) -> Self {
        value.0.to_string()
    }
}

#[payload]
#[serde(from = "(u8, u8)")]
struct Point {
    x: u8,
    y: u8,
}

impl From<(u8, u8)> for Point {
    fn from((x, y): (u8, u8)) -> Self {
        Self { x, y }
    }
}

#[payload]
#[serde(into = "(u8, u8)")]
struct PointOut {
    x: u8,
    y: u8,
}

impl From<PointOut> for (u8, u8) {
    fn from(point: PointOut) -> Self {
        (point.x, point.y)
    }
}

#[test]
fn conversions_show_what_is_read_and_written() {
    assert_eq!(body::<Both>(), "text");
    assert_eq!(body::<Point>(), "in (uint8, uint8) out { x: uint8, y: uint8 }");
    assert_eq!(body::<PointOut>(), "in { x: uint8, y: uint8 } out (uint8, uint8)");
}

/// Its traits of serde could be written by hand.
#[derive(Serialize, Deserialize, Schema)]
#[schema(as = Vec<String>)]
struct Foreign(std::collections::HashSet<char>, Unknown);

/// Without a schema.
#[derive(Serialize, Deserialize)]
struct Unknown;

#[test]
fn a_stand_in_hides_the_fields() {
    assert_eq!(body::<Foreign>(), "[text]");
}

#[derive(Serialize, Deserialize, Schema)]
#[serde(rename = "Wire")]
struct Named {
    a: u8,
}

#[test]
fn a_type_renamed_for_serde_is_renamed_in_the_document() {
    assert_eq!(crate::node::<Named>(), "#Wire");
}
