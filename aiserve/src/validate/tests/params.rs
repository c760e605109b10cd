//! Plain arguments: one parameter each.

use serde_json::json;

use super::types::{Colour, FIELD, TEXT, field};
use super::{Call, Reply, at};
use crate::__private::glue::{self, Parameter};
use crate::describe::Param;
use crate::problem::Place;
#[cfg(all(feature = "pattern", feature = "email"))]
use crate::schema::Pattern;
use crate::schema::{Field, Flags, Limit, Measure, Node, Rule, Schema};

const fn param(place: Place, field: Field) -> Param {
    Param { place, field }
}

static ID: Param = param(Place::Path, field("item_id", <i64 as Schema>::NODE));
static Q: Param = param(Place::Query, field("q", TEXT));
static SIZE: Param = param(
    Place::Query,
    Field {
        rules: &[Rule::Min(Limit::Float(0.0), true), Rule::Max(Limit::Float(10.5), true)],
        ..field("size", Node::Number(f64::MAX))
    },
);
static LISTED: Param =
    param(Place::Query, Field { flags: Flags::OPTIONAL_IN, ..field("q", Node::Array(&<u8 as Schema>::NODE)) });
static TOKENS: Param = param(Place::Header, field("x-token", Node::Option(&Node::Array(&TEXT))));
static ALIASED: Param = param(
    Place::Query,
    Field { rules: &[Rule::Length(Measure::Chars, 3, 50)], ..field("item-query", Node::Option(&TEXT)) },
);
static MODEL: Param = param(Place::Path, field("model", <Colour as Schema>::NODE));
static SESSION: Param =
    param(Place::Cookie, Field { rust: "session", name: "session", node: <u32 as Schema>::NODE, ..FIELD });

fn query<T: Parameter>(target: &str, param: &'static Param) -> Result<T, Reply> {
    let mut request = Call::new("/", target).request();
    Parameter::parameter(&mut request, param, None).ok_or_else(|| Reply::new(glue::refuse(request)))
}

#[test]
fn mistakes_of_all_places_are_one_reply() {
    let mut request = Call::new("/items/{item_id}", "/items/five?size=big").request();
    assert!(<i64 as Parameter>::path(&mut request, 0, &ID).is_none());
    assert!(<String as Parameter>::parameter(&mut request, &Q, None).is_none());
    assert!(<f64 as Parameter>::parameter(&mut request, &SIZE, None).is_none());
    Reply::new(glue::refuse(request)).assert(&[
        ("int_parsing", at(json!(["path", "item_id"]))),
        ("missing", at(json!(["query", "q"]))),
        ("float_parsing", at(json!(["query", "size"]))),
    ]);
}

#[test]
fn the_last_repeat_counts_and_a_default_is_for_absence_only() {
    assert_eq!(query::<String>("/?q=a&q=b", &Q).unwrap(), "b");
    let mut request = Call::new("/", "/?q=").request();
    assert_eq!(Parameter::parameter(&mut request, &Q, Some(|| "default".to_owned())).unwrap(), "");
    let mut request = Call::new("/", "/?x=1").request();
    assert_eq!(Parameter::parameter(&mut request, &Q, Some(|| "default".to_owned())).unwrap(), "default");
}

#[test]
fn lists_and_sets_take_all_repeats() {
    assert_eq!(query::<Vec<u8>>("/?q=2&x=9&q=1&q=2", &LISTED).unwrap(), [2, 1, 2]);
    assert!(query::<Vec<u8>>("/?q%5B%5D=2", &LISTED).unwrap().is_empty());
    query::<Vec<u8>>("/?q=1&q=x&q=300", &LISTED)
        .unwrap_err()
        .assert(&[("int_parsing", at(json!(["query", "q", 1]))), ("less_than_equal", at(json!(["query", "q", 2])))]);
}

#[test]
fn header_lines_are_not_split_at_commas() {
    let mut request = Call::new("/", "/").header("X-Token", "a, b").header("x-token", "c").request();
    let tokens: Option<Option<Vec<String>>> = Parameter::parameter(&mut request, &TOKENS, None);
    assert_eq!(tokens.unwrap().unwrap(), ["a, b", "c"]);
    let mut request = Call::new("/", "/").header("x_token", "a").request();
    assert_eq!(<Option<Vec<String>> as Parameter>::parameter(&mut request, &TOKENS, None).unwrap(), None);
}

#[test]
fn bytes_that_are_no_text_are_told() {
    query::<String>("/?q=%ff", &Q).unwrap_err().assert(&[("string_unicode", at(json!(["query", "q"])))]);
    assert!(query::<String>("/?other=%ff&q=a", &Q).is_ok());
}

#[test]
fn cookies_are_read_by_name() {
    let cookie = |line: &str| {
        let mut request = Call::new("/", "/").header("cookie", line).request();
        <u32 as Parameter>::parameter(&mut request, &SESSION, None).ok_or_else(|| Reply::new(glue::refuse(request)))
    };
    assert_eq!(cookie("a=b; session=\"7\"; x").unwrap(), 7);
    cookie("session=x").unwrap_err().assert(&[("int_parsing", at(json!(["cookie", "session"])))]);
    cookie("sessio=1").unwrap_err().assert(&[("missing", at(json!(["cookie", "session"])))]);
}

#[test]
fn rules_of_an_argument_are_told_by_their_types() {
    let checked = |target: &str| -> Reply {
        let mut request = Call::new("/", target).request();
        let size = <f64 as Parameter>::parameter(&mut request, &SIZE, None);
        let broken = glue::checked(&mut request, &SIZE, size, |size, at, report| {
            if *size <= 0.0 || *size >= 10.5 {
                report.append(at(), garde::Error::new("out of range"));
            }
        });
        assert!(broken.is_none());
        Reply::new(glue::refuse(request))
    };
    let reply = checked("/?size=0");
    reply.assert(&[("greater_than", at(json!(["query", "size"])))]);
    assert_eq!(reply.body["detail"][0]["ctx"], json!({"gt": 0.0}));
    assert_eq!(reply.body["detail"][0]["msg"], "Input should be greater than 0");
    let reply = checked("/?size=10.5");
    assert_eq!(reply.body["detail"][0]["msg"], "Input should be less than 10.5");
    checked("/?size=nan").assert(&[("finite_number", at(json!(["query", "size"])))]);
}

#[test]
fn an_alias_is_the_name_in_locations() {
    let mut request = Call::new("/", "/?item%2Dquery=%C3%A9%C3%A9").request();
    let text = <Option<String> as Parameter>::parameter(&mut request, &ALIASED, None);
    assert_eq!(text.as_ref().unwrap().as_deref(), Some("éé"));
    let report = |_: &Option<String>, at: &mut dyn FnMut() -> garde::error::Path, report: &mut garde::Report| {
        report.append(at(), garde::Error::new("too short"));
    };
    assert!(glue::checked(&mut request, &ALIASED, text, report).is_none());
    Reply::new(glue::refuse(request)).assert(&[("string_too_short", at(json!(["query", "item-query"])))]);
}

#[test]
fn enums_are_words() {
    let mut request = Call::new("/{model}", "/red").request();
    assert_eq!(<Colour as Parameter>::path(&mut request, 0, &MODEL).unwrap(), Colour::Red);
    let mut request = Call::new("/{model}", "/Red").request();
    assert!(<Colour as Parameter>::path(&mut request, 0, &MODEL).is_none());
    Reply::new(glue::refuse(request)).assert(&[("enum", at(json!(["path", "model"])))]);
}

#[test]
fn numbers_beyond_the_type_are_told_by_its_bounds() {
    let mut request = Call::new("/{item_id}", "/1208925819614629174706176").request();
    assert!(<i64 as Parameter>::path(&mut request, 0, &ID).is_none());
    let reply = Reply::new(glue::refuse(request));
    reply.assert(&[("less_than_equal", at(json!(["path", "item_id"])))]);
    assert_eq!(reply.body["detail"][0]["ctx"], json!({"le": i64::MAX}));
}

#[test]
fn parts_of_a_body_are_each_missing_without_one() {
    let mut request = Call::new("/", "/").request();
    assert!(super::now(glue::parts::<super::types::Item>(&mut request)).is_err());
    Reply::new(glue::refuse(request))
        .assert(&[("missing", at(json!(["body", "name"]))), ("missing", at(json!(["body", "price"])))]);
}

#[cfg(all(feature = "pattern", feature = "email"))]
mod with_features {
    use super::*;

    static CODE: Param = param(
        Place::Query,
        Field {
            rules: &[Rule::Length(Measure::Chars, 3, 50), Rule::Pattern(Pattern::Text("^fixedquery$"))],
            ..field("q", TEXT)
        },
    );
    static MAIL: Param = param(Place::Query, Field { rules: &[Rule::Email], ..field("m", TEXT) });

    #[test]
    fn a_text_tells_one_mistake_and_lengths_come_first() {
        let told = |target: &str, param: &'static Param| {
            let mut request = Call::new("/", target).request();
            let text = <String as Parameter>::parameter(&mut request, param, None);
            let report = |_: &String, at: &mut dyn FnMut() -> garde::error::Path, report: &mut garde::Report| {
                report.append(at(), garde::Error::new("refused"));
            };
            assert!(glue::checked(&mut request, param, text, report).is_none());
            Reply::new(glue::refuse(request))
        };
        told("/?q=fi", &CODE).assert(&[("string_too_short", at(json!(["query", "q"])))]);
        told("/?q=fixedquery2", &CODE).assert(&[("string_pattern_mismatch", at(json!(["query", "q"])))]);
        told("/?m=john%40", &MAIL).assert(&[("value_error", at(json!(["query", "m"])))]);
    }
}
