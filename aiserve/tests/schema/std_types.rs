//! Schemas of types we do not own, and that serde encodes them as the schema says.

use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet, BinaryHeap, HashMap, HashSet, LinkedList, VecDeque};
use std::net::{IpAddr, Ipv4Addr, Ipv6Addr};
use std::num::NonZero;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;
use std::time::{Duration, SystemTime};

use aiserve::schema::{Integer, Node, Schema};
use serde_json::Value;

use crate::node;

#[test]
fn numbers() {
    assert_eq!(node::<(i8, i16, i32, i64)>(), "(int8, int16, int32, int64)");
    assert_eq!(node::<(u8, u16, u32, u64)>(), "(uint8, uint16, uint32, uint64)");
    assert_eq!(node::<(usize, isize, f32, f64, bool)>(), "(uint64, int64, number, number, bool)");
    let bounds = |node| match node {
        Node::Integer(Integer { min, max, .. }) => (min, max),
        other => panic!("{other:?}"),
    };
    assert_eq!(bounds(u64::NODE), (0, u64::MAX.into()));
    assert_eq!(bounds(i128::NODE), (i128::MIN, i128::MAX));
    assert_eq!(bounds(u128::NODE), (0, i128::MAX));
    assert_eq!(bounds(NonZero::<u8>::NODE), (1, 255));
    assert_eq!(bounds(NonZero::<i8>::NODE), (-128, 127));
}

#[test]
fn texts() {
    assert_eq!(
        node::<(String, &str, Cow<'_, str>, Box<str>, Arc<str>, PathBuf)>(),
        "(text, text, text, text, text, text)"
    );
    assert_eq!(node::<char>(), "text<char>");
    assert_eq!(
        node::<(IpAddr, Ipv4Addr, Ipv6Addr)>(),
        "(text<ip_any_address>, text<ip_v4_address>, text<ip_v6_address>)"
    );
}

#[test]
fn pointers_are_what_they_hold() {
    assert_eq!(node::<(Box<u8>, Arc<u8>, Rc<u8>, &u8)>(), "(uint8, uint8, uint8, uint8)");
    const { assert!(<Box<Option<u8>> as Schema>::OPTIONAL && !<Box<u8> as Schema>::OPTIONAL) };
}

#[test]
fn lists() {
    assert_eq!(
        node::<(Vec<u8>, VecDeque<u8>, LinkedList<u8>, BinaryHeap<u8>)>(),
        "([uint8], [uint8], [uint8], [uint8])"
    );
    assert_eq!(node::<(&[u8], Box<[u8]>, [u8; 3], bytes::Bytes)>(), "([uint8], [uint8], [uint8; 3], [uint8])");
    assert_eq!(node::<(HashSet<u8>, BTreeSet<u8>, indexmap::IndexSet<u8>)>(), "(set[uint8], set[uint8], set[uint8])");
}

#[test]
fn maps_and_json() {
    assert_eq!(node::<HashMap<u8, String>>(), "map<uint8, text>");
    assert_eq!(node::<BTreeMap<String, Vec<u8>>>(), "map<text, [uint8]>");
    assert_eq!(node::<indexmap::IndexMap<String, u8>>(), "map<text, uint8>");
    assert_eq!(node::<(Value, serde_json::Map<String, Value>, ())>(), "(any, map<text, any>, null)");
}

#[test]
fn the_standard_librarys_times_are_objects() {
    assert_eq!(node::<Duration>(), "{ secs: uint64, nanos: uint32 } only");
    assert_eq!(node::<SystemTime>(), "{ secs_since_epoch: uint64, nanos_since_epoch: uint32 } only");
    let written = serde_json::to_value(Duration::new(1, 5)).expect("plain data");
    assert_eq!(written, serde_json::json!({"secs": 1, "nanos": 5}));
    assert!(serde_json::from_str::<Duration>(r#"{"secs": 1, "nanos": 5, "more": 1}"#).is_err());
}

#[test]
fn names_are_made_of_their_parts() {
    assert_eq!(<Vec<Option<u8>>>::NAME.short(), "Vec_Option_u8");
    assert_eq!(<[f32; 16]>::NAME.short(), "Array_f32_16");
    assert_eq!(<HashMap<String, (u8, bool)>>::NAME.short(), "Map_String_Tuple_u8_bool");
}

#[test]
fn a_refused_text_is_explained() {
    let Node::Text(Some(format)) = Ipv4Addr::NODE else { panic!("a text") };
    assert!((format.check)("127.0.0.1").is_ok());
    assert_eq!((format.check)("x").expect_err("no address").0, "ip_v4_address");
    let Node::Text(Some(format)) = char::NODE else { panic!("a text") };
    assert_eq!((format.check)("").expect_err("empty").0, "string_too_short");
    assert_eq!((format.check)("ab").expect_err("long").0, "string_too_long");
}
