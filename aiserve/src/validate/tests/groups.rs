//! Whole places as structs: `Query<T>`, `Header<T>`, `Cookie<T>`, `Path<T>`.

use serde::Deserialize;
use serde_json::json;

use super::types::{Cat, FIELD, Filter, Flat, Item, TEXT, definition, field, named};
use super::{Call, at};
use crate::extract::{Cookie, Header, Path, Payload, Query};
use crate::schema::{Field, Name, Node, Object, Schema};

#[test]
fn fields_are_keys_and_lists_take_repeats() {
    let filter = Call::new("/", "/?limit=1&limit=10&tags=a&tags=b").take::<Query<Filter>>().unwrap();
    assert_eq!((filter.limit, filter.offset, filter.order_by.as_str()), (10, 0, "created_at"));
    assert_eq!(filter.tags, ["a", "b"]);
}

#[test]
fn every_mistake_of_the_query_is_told() {
    let reply = Call::new("/", "/?limit=0&offset=x&order_by=z&tags=a&tool=plumbus&x=1").refused::<Query<Filter>>();
    reply.assert(&[
        ("greater_than", at(json!(["query", "limit"]))),
        ("int_parsing", at(json!(["query", "offset"]))),
        ("literal_error", at(json!(["query", "order_by"]))),
        ("extra_forbidden", at(json!(["query", "tool"]))),
        ("extra_forbidden", at(json!(["query", "x"]))),
    ]);
    Call::new("/", "/?offset=-1&limit=").refused::<Query<Filter>>().assert(&[
        ("greater_than_equal", at(json!(["query", "offset"]))),
        ("int_parsing", at(json!(["query", "limit"]))),
    ]);
    Call::new("/", "/?tags=%ff").refused::<Query<Filter>>().assert(&[("string_unicode", at(json!(["query", "tags"])))]);
}

#[test]
fn flattened_fields_are_read_by_their_schema() {
    let flat = Call::new("/", "/?id=7&limit=5&tags=1&tags=2").take::<Query<Flat>>().unwrap();
    assert_eq!(flat.page(), (5, &["1".to_owned(), "2".to_owned()][..]));
    Call::new("/", "/?id=x&limit=y")
        .refused::<Query<Flat>>()
        .assert(&[("int_parsing", at(json!(["query", "id"]))), ("int_parsing", at(json!(["query", "limit"])))]);
    Call::new("/", "/?id=1").refused::<Query<Flat>>().assert(&[("missing", at(json!(["query", "limit"])))]);
}

#[derive(Debug, Deserialize)]
struct Agent {
    user_agent: String,
    #[serde(default)]
    x_tag: Vec<u8>,
}

named!(
    Agent,
    Node::Object(&Object {
        fields: &[
            field("user_agent", TEXT),
            Field {
                rust: "x_tag",
                name: "x_tag",
                node: Node::Array(&<u8 as Schema>::NODE),
                flags: crate::schema::Flags::OPTIONAL_IN,
                ..FIELD
            },
        ],
        deny_unknown: false,
    })
);

#[test]
fn header_fields_have_hyphens() {
    let call = || Call::new("/", "/").header("X-Tag", "1").header("x-tag", "2");
    let agent = call().header("User-Agent", "curl").take::<Header<Agent>>().unwrap();
    assert_eq!((agent.user_agent.as_str(), agent.x_tag.as_slice()), ("curl", &[1, 2][..]));
    call().header("x-tag", "many").refused::<Header<Agent>>().assert(&[
        ("missing", at(json!(["header", "user-agent"]))),
        ("int_parsing", at(json!(["header", "x-tag", 2]))),
    ]);
}

#[test]
fn cookies_are_a_struct() {
    assert!(Call::new("/", "/").header("cookie", "m=3").take::<Cookie<Cat>>().is_ok());
    Call::new("/", "/")
        .header("cookie", "m=x; n=1")
        .refused::<Cookie<Cat>>()
        .assert(&[("int_parsing", at(json!(["cookie", "m"]))), ("extra_forbidden", at(json!(["cookie", "n"])))]);
}

#[test]
fn the_path_is_a_struct_a_tuple_or_a_value() {
    assert!(Call::new("/a/{m}", "/a/3").take::<Path<Cat>>().is_ok());
    assert_eq!(Call::new("/{a}/{b}", "/x/3").take::<Path<Pair>>().unwrap().0.0, ("x".to_owned(), 3));
    assert_eq!(Call::new("/{id}", "/9").take::<Path<u8>>().unwrap().0, 9);
    Call::new("/a/{m}", "/a/z").refused::<Path<Cat>>().assert(&[("int_parsing", at(json!(["path", "m"])))]);
    Call::new("/{a}/{b}", "/x/y").refused::<Path<Pair>>().assert(&[("int_parsing", at(json!(["path", "b"])))]);
    Call::new("/{id}", "/256").refused::<Path<u8>>().assert(&[("less_than_equal", at(json!(["path", "id"])))]);
}

#[derive(Debug, Deserialize)]
struct Pair((String, u8));

named!(Pair, Node::Tuple(&[TEXT, <u8 as Schema>::NODE]));

#[test]
fn a_thousand_repeats_of_a_key_are_read_once() {
    let target = format!("/?{}price=1&name=n", "name=a&price=x&".repeat(1_000));
    let item = Call::new("/", &target).take::<Query<Item>>().unwrap();
    assert!(item.name == "n" && (item.price - 1.0).abs() < 1e-9);
}
