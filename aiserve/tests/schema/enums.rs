//! Enums: serde's five shapes and the attributes of variants.

use aiserve::payload;

use crate::{body, node};

#[payload]
#[serde(rename_all = "kebab-case")]
enum Color {
    DarkRed,
    #[serde(alias = "verde")]
    Green,
    #[serde(skip)]
    Secret,
    #[serde(other)]
    Else,
}

#[test]
fn unit_variants_are_names() {
    assert_eq!(node::<Color>(), "#Color");
    assert_eq!(body::<Color>(), "external: dark-red | green/verde | other else");
}

#[payload]
enum External {
    Unit,
    Newtype(u8),
    Tuple(u8, String),
    Struct { a: u8 },
}

#[test]
fn externally_tagged() {
    assert_eq!(body::<External>(), "external: Unit | Newtype uint8 | Tuple (uint8, text) | Struct { a: uint8 }");
}

#[payload]
struct Inner {
    x: u8,
}

#[payload]
#[serde(tag = "type", rename_all = "lowercase", rename_all_fields = "camelCase", deny_unknown_fields)]
enum Internal {
    Unit,
    Newtype(Inner),
    Struct {
        some_field: u8,
    },
    #[serde(rename_all = "UPPERCASE")]
    Shouting {
        some_field: u8,
    },
}

#[test]
fn internally_tagged() {
    assert_eq!(
        body::<Internal>(),
        "tag type: unit | newtype #Inner | struct { someField: uint8 } only | shouting { SOME_FIELD: uint8 } only only"
    );
}

#[payload]
#[serde(tag = "t", content = "c")]
enum Adjacent {
    Unit,
    Newtype(Vec<u8>),
    #[serde(rename = "both")]
    Tuple(u8, u8),
}

#[test]
fn adjacently_tagged() {
    assert_eq!(body::<Adjacent>(), "tag t content c: Unit | Newtype [uint8] | both (uint8, uint8)");
}

#[payload]
#[serde(untagged)]
enum Untagged {
    Number(u8),
    Text(String),
    Nothing,
}

#[test]
fn untagged() {
    assert_eq!(body::<Untagged>(), "untagged: Number uint8 | Text text | Nothing");
}

#[payload]
#[expect(dead_code, reason = "only its schema is looked at")]
enum Partly {
    Known(u8),
    #[serde(skip_serializing)]
    Read,
    #[serde(skip_deserializing)]
    Written,
    #[deprecated]
    Old,
    #[serde(untagged)]
    Any(serde_json::Value),
}

#[test]
fn variants_may_be_one_sided_or_untagged() {
    assert_eq!(body::<Partly>(), "external: Known uint8 | in Read | out Written | deprecated Old | untagged Any any");
}

#[payload]
enum Linked {
    End,
    More(Box<Linked>),
}

#[test]
fn enums_may_be_recursive() {
    assert_eq!(body::<Linked>(), "external: End | More #Linked");
}
