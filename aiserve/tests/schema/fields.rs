//! serde's attributes on fields.

use std::collections::HashMap;

use aiserve::{Schema, payload};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::{body, object};

#[payload]
struct Renamed {
    #[serde(rename = "one")]
    first: u8,
    #[serde(rename(serialize = "out", deserialize = "in"))]
    second: u8,
    #[serde(alias = "other", alias = "another")]
    third: u8,
}

#[test]
fn names_may_differ_by_side() {
    assert_eq!(body::<Renamed>(), "{ one: uint8, in>out: uint8, third/other/another: uint8 }");
}

#[payload]
#[serde(rename_all = "camelCase")]
struct Cased {
    first_name: u8,
    #[serde(rename = "kept")]
    other_name: u8,
}

#[payload]
#[serde(rename_all(serialize = "SCREAMING-KEBAB-CASE"))]
struct CasedOut {
    first_name: u8,
}

#[test]
fn rename_all_changes_what_is_not_renamed() {
    assert_eq!(body::<Cased>(), "{ firstName: uint8, kept: uint8 }");
    assert_eq!(body::<CasedOut>(), "{ first_name>FIRST-NAME: uint8 }");
}

fn seven() -> u8 {
    7
}

#[derive(Clone, Default, Debug, Deserialize)]
struct Opaque;

impl Schema for Opaque {
    const NODE: aiserve::schema::Node = aiserve::schema::Node::Any;
    const NAME: aiserve::schema::Name = aiserve::schema::Name::plain("Opaque");
}

#[derive(Deserialize, Schema)]
struct Defaults {
    #[serde(default)]
    zero: u8,
    #[serde(default = "seven")]
    seven: u8,
    #[serde(default)]
    opaque: Opaque,
}

#[test]
fn defaults_are_shown_where_they_can_be_written() {
    assert_eq!(body::<Defaults>(), "{ zero?: uint8 = 0, seven?: uint8 = 7, opaque?: any }");
}

#[payload]
#[serde(default)]
struct AllDefaults {
    ratio: f32,
    name: String,
}

impl Default for AllDefaults {
    fn default() -> Self {
        Self { ratio: 0.1, name: "x".to_owned() }
    }
}

#[test]
fn the_default_of_a_type_is_that_of_its_fields() {
    assert_eq!(body::<AllDefaults>(), r#"{ ratio?: number = 0.1, name?: text = "x" }"#);
}

#[payload]
struct Skipping {
    #[serde(skip)]
    never: u8,
    #[serde(skip_serializing)]
    read: u8,
    #[serde(skip_deserializing)]
    written: u8,
    #[serde(skip_serializing_if = "Option::is_none")]
    sometimes: Option<u8>,
}

#[test]
fn skipped_fields_are_there_on_the_other_side_alone() {
    assert_eq!(body::<Skipping>(), "{ in read: uint8, out written: uint8, sometimes?!: uint8? }");
}

#[payload]
struct Address {
    city: String,
}

#[payload]
#[serde(tag = "kind")]
enum Contact {
    Mail { address: String },
    None,
}

#[payload]
struct Flattening {
    id: u8,
    #[serde(flatten)]
    address: Address,
    #[serde(flatten)]
    second: Option<Tagged>,
    #[serde(flatten)]
    contact: Contact,
    #[serde(flatten)]
    rest: HashMap<String, serde_json::Value>,
}

#[payload]
struct Tagged {
    tag: u8,
}

#[test]
fn flattened_fields_show_their_bodies() {
    assert_eq!(
        body::<Flattening>(),
        "{ id: uint8, flatten address: { city: text }, flatten second?: #Tagged?, \
         flatten contact: tag kind: Mail { address: text } | None, flatten rest: map<text, any> }"
    );
}

#[payload]
#[serde(deny_unknown_fields)]
struct Strict {
    id: u8,
}

#[test]
fn strictness_is_known() {
    assert_eq!(body::<Strict>(), "{ id: uint8 } only");
}

mod comma_separated {
    use super::{Deserialize, Deserializer, Serializer};

    pub(super) fn serialize<S: Serializer>(items: &[String], serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&items.join(","))
    }

    pub(super) fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Vec<String>, D::Error> {
        let text = String::deserialize(deserializer)?;
        Ok(text.split(',').map(str::to_owned).collect())
    }
}

#[payload]
struct With {
    #[serde(with = "comma_separated")]
    #[schema(as = String)]
    both: Vec<String>,
    #[serde(deserialize_with = "comma_separated::deserialize")]
    #[schema(as = String)]
    read: Vec<String>,
    #[serde(serialize_with = "comma_separated::serialize", default)]
    #[schema(as = String)]
    written: Vec<String>,
}

#[test]
fn a_stand_in_holds_where_functions_take_over() {
    assert_eq!(body::<With>(), "{ both: text, read: in text out [text], written?: in [text] out text }");
}

fn opt<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Option<u8>, D::Error> {
    Option::deserialize(deserializer)
}

#[payload]
struct Needed {
    #[serde(deserialize_with = "opt")]
    #[schema(as = Option<u8>)]
    value: Option<u8>,
}

#[test]
fn an_option_read_by_a_function_must_be_present() {
    assert_eq!(body::<Needed>(), "{ value: uint8? }");
    assert!(serde_json::from_str::<Needed>("{}").is_err(), "serde agrees");
}

/// A foreign type.
#[derive(Clone, Debug, Serialize, Deserialize)]
struct Foreign(u8);

#[payload]
struct Standing {
    #[schema(as = u8, title = "A number", example = 4, example = 5)]
    foreign: Foreign,
    #[schema(secret)]
    password: String,
    #[deprecated]
    old: u8,
    #[schema(deprecated)]
    older: u8,
}

#[test]
fn schema_words_are_in_the_tree() {
    assert_eq!(
        body::<Standing>(),
        "{ foreign: uint8, secret password: text, deprecated old: uint8, deprecated older: uint8 }"
    );
    let field = object::<Standing>().fields[0];
    let examples: Vec<_> = field.examples.iter().map(|example| example()).collect();
    assert_eq!((field.title, examples), (Some("A number"), vec![4.into(), 5.into()]));
}

#[payload]
struct Documented {
    /// First line.
    ///
    ///   indented
    text: String,
    #[doc = concat!("made ", "up")]
    made: u8,
}

#[test]
fn doc_comments_are_markdown() {
    let fields = object::<Documented>().fields;
    assert_eq!(fields[0].doc, "First line.\n\n  indented");
    assert_eq!(fields[1].doc, "made up\n");
}
