//! Structs: named, newtype, tuple, unit, transparent, recursive, borrowed.

use aiserve::{Schema, payload};
use serde::{Deserialize, Serialize};

use crate::{body, node};

#[payload]
struct Item {
    name: String,
    price: f64,
    tags: Vec<String>,
    note: Option<String>,
}

#[test]
fn a_struct_is_an_object_in_source_order() {
    assert_eq!(node::<Item>(), "#Item");
    assert_eq!(body::<Item>(), "{ name: text, price: number, tags: [text], note?: text? }");
}

#[payload]
struct Id(u64);

#[payload]
struct Pair(u8, Item);

#[payload]
struct Nothing;

#[payload]
struct NoFields {}

#[payload]
struct NoPlaces();

#[test]
fn a_newtype_is_its_field() {
    assert_eq!(body::<Id>(), "uint64");
}

#[test]
fn a_tuple_struct_is_a_tuple() {
    assert_eq!(body::<Pair>(), "(uint8, #Item)");
    assert_eq!(body::<NoPlaces>(), "()");
}

#[test]
fn a_unit_struct_is_null_and_an_empty_one_an_object() {
    assert_eq!(body::<Nothing>(), "null");
    assert_eq!(body::<NoFields>(), "{  }");
}

#[payload]
#[serde(transparent)]
struct Nick {
    name: Option<String>,
    #[serde(skip)]
    cache: u8,
}

#[payload]
struct WithNick {
    nick: Nick,
    id: Id,
}

#[test]
fn a_transparent_struct_is_its_field_and_as_optional() {
    assert_eq!(body::<Nick>(), "text?");
    assert_eq!(body::<WithNick>(), "{ nick?: #Nick, id: #Id }");
    let read: WithNick = serde_json::from_str(r#"{"id": 1}"#).expect("serde agrees");
    assert_eq!((read.nick.name, read.nick.cache, read.id.0), (None, 0, 1));
}

#[payload]
struct Tree {
    children: Vec<Tree>,
    left: Option<Box<Tree>>,
    parent: Option<std::collections::HashMap<String, Other>>,
}

#[payload]
struct Other(Vec<Other>, Option<Box<Tree>>);

#[test]
fn recursion_goes_through_references() {
    assert_eq!(body::<Tree>(), "{ children: [#Tree], left?: #Tree?, parent?: map<text, #Other>? }");
    assert_eq!(body::<Other>(), "([#Other], #Tree?)");
}

#[derive(Serialize, Deserialize, Schema)]
struct Borrowed<'a> {
    text: &'a str,
    #[serde(borrow)]
    cow: std::borrow::Cow<'a, str>,
}

#[test]
fn lifetimes_do_not_matter() {
    assert_eq!(body::<Borrowed<'_>>(), "{ text: text, cow: text }");
}

#[payload]
struct Raw {
    r#type: String,
    r#match: u8,
}

#[test]
fn raw_names_are_plain_on_the_wire() {
    assert_eq!(body::<Raw>(), "{ type: text, match: uint8 }");
}

#[payload]
#[serde(tag = "kind")]
struct Tagged {
    size: u8,
}

#[test]
fn a_tagged_struct_writes_its_name() {
    assert_eq!(body::<Tagged>(), "{ out kind: external: Tagged, size: uint8 }");
}
