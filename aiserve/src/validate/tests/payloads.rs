//! Types as users write them: `#[payload]` with serde's and garde's attributes.

use std::collections::{BTreeMap, HashSet};

use serde_json::json;

use super::{Call, at};
use crate::extract::Query;
use crate::payload;

#[payload]
struct Order {
    #[garde(length(min = 1))]
    lines: Vec<Line>,
    #[serde(rename = "shipTo")]
    address: Option<Address>,
    #[serde(default)]
    labels: BTreeMap<String, Label>,
    #[serde(flatten)]
    note: Note,
}

#[payload]
struct Line {
    #[garde(length(chars, min = 2, max = 4))]
    sku: String,
    #[schema(gt = 0, multiple_of = 5)]
    count: u32,
    #[schema(gt = 0.0)]
    price: f32,
}

#[payload]
#[serde(deny_unknown_fields)]
struct Address {
    #[garde(ascii, prefix("x-"))]
    city: String,
}

#[payload]
struct Label(#[garde(length(chars, min = 2))] String);

#[payload]
struct Note {
    #[garde(custom(polite))]
    text: String,
}

#[allow(clippy::trivially_copy_pass_by_ref, reason = "the signature of garde's custom rules")]
fn polite(text: &str, (): &()) -> garde::Result {
    if text.contains("stupid") { Err(garde::Error::new("be polite")) } else { Ok(()) }
}

#[payload]
struct Tags(#[garde(inner(length(chars, min = 2)))] Vec<String>);

#[payload]
struct Given {
    #[garde(inner(length(chars, min = 2)))]
    name: Option<String>,
    #[garde(inner(length(max = 1), inner(range(max = 7))))]
    marks: Option<Vec<u8>>,
}

#[payload]
#[serde(tag = "kind", rename_all = "lowercase")]
enum Step {
    Wait { seconds: u8 },
    Say(Words),
    Stop,
}

#[payload]
struct Words {
    #[garde(length(chars, max = 3))]
    words: String,
    #[serde(default)]
    then: Vec<Step>,
}

#[test]
fn an_order_without_mistakes_is_read() {
    let body = json!({
        "lines": [{"sku": "ab", "count": 5, "price": 0.5}],
        "shipTo": {"city": "x-y"},
        "labels": {"a": "bc"},
        "text": "hello",
    });
    let order = Call::post(&body.to_string()).take_body::<Order>().unwrap();
    assert_eq!((order.lines[0].count, order.note.text.as_str()), (5, "hello"));
}

#[test]
fn rules_of_nested_types_are_told_where_they_are_on_the_wire() {
    let body = json!({
        "lines": [{"sku": "abcde", "count": 3, "price": 0}, {"sku": "ab", "count": 0, "price": 1}],
        "shipTo": {"city": "y"},
        "labels": {"a": "b"},
        "text": "stupid",
    });
    Call::post(&body.to_string()).refused_body::<Order>().assert(&[
        ("string_too_long", at(json!(["body", "lines", 0, "sku"]))),
        ("multiple_of", at(json!(["body", "lines", 0, "count"]))),
        ("greater_than", at(json!(["body", "lines", 0, "price"]))),
        ("greater_than", at(json!(["body", "lines", 1, "count"]))),
        ("value_error", at(json!(["body", "shipTo", "city"]))),
        ("string_too_short", at(json!(["body", "labels", "a"]))),
        ("value_error", at(json!(["body", "text"]))),
    ]);
}

#[test]
fn types_rules_and_unknown_keys_are_told_together() {
    let body = json!({"lines": [], "shipTo": {"town": 1}, "text": 5});
    Call::post(&body.to_string()).refused_body::<Order>().assert(&[
        ("too_short", at(json!(["body", "lines"]))),
        ("missing", at(json!(["body", "shipTo", "city"]))),
        ("extra_forbidden", at(json!(["body", "shipTo", "town"]))),
        ("string_type", at(json!(["body", "text"]))),
    ]);
}

#[test]
fn elements_of_a_newtype_are_at_their_index() {
    Call::post(r#"["a", "ab", "c"]"#)
        .refused_body::<Tags>()
        .assert(&[("string_too_short", at(json!(["body", 0]))), ("string_too_short", at(json!(["body", 2])))]);
}

#[test]
fn rules_inside_a_variant_are_told_under_its_tag() {
    let body = json!({"kind": "say", "words": "four", "then": [{"kind": "wait", "seconds": 300}, {"kind": "go"}]});
    Call::post(&body.to_string()).refused_body::<Step>().assert(&[
        ("string_too_long", at(json!(["body", "say", "words"]))),
        ("less_than_equal", at(json!(["body", "say", "then", 0, "wait", "seconds"]))),
        ("union_tag_invalid", at(json!(["body", "say", "then", 1]))),
    ]);
    assert!(matches!(Call::post(r#"{"kind": "stop"}"#).take_body::<Step>().unwrap(), Step::Stop));
}

#[payload]
#[serde(deny_unknown_fields)]
struct Search {
    #[payload(default = 100)]
    #[garde(range(max = 100))]
    #[schema(gt = 0)]
    limit: u32,
    #[serde(default)]
    tags: HashSet<String>,
    q: Option<String>,
}

#[test]
fn a_payload_is_a_query_too() {
    let search = Call::new("/", "/?tags=a&tags=b&tags=a").take::<Query<Search>>().unwrap();
    assert_eq!((search.limit, search.tags.len(), search.q.as_ref()), (100, 2, None));
    Call::new("/", "/?limit=0&x=1")
        .refused::<Query<Search>>()
        .assert(&[("greater_than", at(json!(["query", "limit"]))), ("extra_forbidden", at(json!(["query", "x"])))]);
}

#[test]
fn rules_of_an_option_s_value_are_told_as_they_are_elsewhere() {
    let body = json!({"name": "a", "marks": [1, 8]});
    Call::post(&body.to_string()).refused_body::<Given>().assert(&[
        ("string_too_short", at(json!(["body", "name"]))),
        ("too_long", at(json!(["body", "marks"]))),
        ("less_than_equal", at(json!(["body", "marks", 1]))),
    ]);
}
