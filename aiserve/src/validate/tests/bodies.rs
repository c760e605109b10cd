//! JSON bodies: what is not JSON, what is not of the type, what breaks a rule.

use serde_json::json;

use super::types::{Item, Offer, Ruled};
use super::{Call, at};
use crate::body::RequestBody;
use crate::extract::{Json, Settings};
use crate::problem::ErrorFormat;

#[test]
fn all_fields_are_told_at_once() {
    Call::post(r#"{"name": 5, "price": "cheap", "tax": []}"#).refused_body::<Item>().assert(&[
        ("string_type", at(json!(["body", "name"]))),
        ("float_parsing", at(json!(["body", "price"]))),
        ("float_type", at(json!(["body", "tax"]))),
    ]);
    Call::post("{}")
        .refused_body::<Item>()
        .assert(&[("missing", at(json!(["body", "name"]))), ("missing", at(json!(["body", "price"])))]);
    Call::post(r#"{"name": null, "price": 1}"#)
        .refused_body::<Item>()
        .assert(&[("string_type", at(json!(["body", "name"])))]);
}

#[test]
fn unknown_keys_are_ignored_unless_denied() {
    let item = Call::post(r#"{"name": "Foo", "price": 3, "x": 1}"#).take_body::<Item>().unwrap();
    assert!(item.name == "Foo" && (item.price - 3.0).abs() < 1e-9);
    Call::post(r#"{"textName": "abc", "x": 1}"#)
        .refused_body::<Ruled>()
        .assert(&[("extra_forbidden", at(json!(["body", "x"])))]);
}

#[test]
fn a_body_of_another_kind_is_told_as_such() {
    for body in ["[1]", "[\"Foo\", null, 1, null]", "\"Foo\"", "3", "null"] {
        Call::post(body).refused_body::<Item>().assert(&[("model_attributes_type", at(json!(["body"])))]);
    }
    Call::post("{}").refused_body::<Vec<Item>>().assert(&[("list_type", at(json!(["body"])))]);
    Call::post("[null]").refused_body::<Vec<Item>>().assert(&[("model_attributes_type", at(json!(["body", 0])))]);
}

#[test]
fn malformed_json_is_told_with_its_place() {
    for body in [r#"{"name": "Foo", "price": 1,}"#, r#"{"name": Foo}"#, r#"{"item":"#, "{} {}", "\u{feff}{}"] {
        let reply = Call::post(body).refused_body::<Item>();
        let errors = reply.errors();
        assert_eq!((errors.len(), errors[0].0.as_str()), (1, "json_invalid"), "{body}");
        assert!(reply.body["detail"][0]["msg"].as_str().unwrap().contains("line 1 column"), "{}", reply.body);
    }
}

#[test]
fn syntax_comes_before_types() {
    let reply = Call::post(r#"{"name": 5, "price": }"#).refused_body::<Item>();
    assert_eq!(reply.errors()[0].0, "json_invalid");
}

#[test]
fn a_body_that_was_not_sent_is_missing() {
    Call::new("/", "/").refused_body::<Item>().assert(&[("missing", at(json!(["body"])))]);
    assert!(Call::new("/", "/").take_body::<Option<Item>>().unwrap().is_none());
    assert!(Call::post("null").take_body::<Option<Item>>().unwrap().is_none());
}

#[test]
fn fastapi_answers_another_media_type_as_a_wrong_type() {
    let call = |media_type: &str| {
        let mut call = Call::new("/", "/");
        call.body = RequestBody::full("{\"name\": \"a\", \"price\": 1}");
        if media_type.is_empty() { call } else { call.header("content-type", media_type) }
    };
    for media_type in ["", "text/plain", "application/x-www-form-urlencoded"] {
        call(media_type).refused_body::<Item>().assert(&[("model_attributes_type", at(json!(["body"])))]);
    }
    call("text/plain").refused_body::<Vec<Item>>().assert(&[("list_type", at(json!(["body"])))]);
    call("text/plain").refused::<Json<String>>().assert(&[("model_attributes_type", at(json!(["body"])))]);
    assert!(call("application/vnd.api+json").take_body::<Item>().is_ok());
}

#[test]
fn another_media_type_is_415() {
    let mut call = Call::new("/", "/").settings(|settings| settings.errors = ErrorFormat::Problem);
    call.body = RequestBody::full("hello");
    let reply = call.refused_body::<Item>();
    assert_eq!((reply.status, reply.media_type.as_str()), (415, "application/problem+json"));
    assert_eq!(reply.body["title"], "Unsupported Media Type");
}

#[test]
fn a_body_beyond_the_limit_is_413_however_it_comes() {
    let limit = |settings: &mut Settings| settings.body_limit = 20;
    let long = "[1, 2, 3, 4, 5, 6, 7, 8, 9]";
    let reply = Call::post(long).settings(limit).refused::<Json<Vec<u8>>>();
    assert_eq!(reply.status, 413);
    let mut counted = Call::post("").settings(limit);
    counted.body = RequestBody::new(chunks(&["[1, 2, 3, 4", ", 5, 6, 7, 8", "]"]));
    let reply = counted.refused::<Json<Vec<u8>>>();
    assert_eq!((reply.status, &reply.body["detail"]), (413, &json!("The body is larger than 20 bytes.")));
    assert!(Call::post("[1]").settings(|settings| settings.body_limit = 3).take::<Json<Vec<u8>>>().is_ok());
}

#[test]
fn a_body_in_many_frames_is_put_together() {
    let mut call = Call::post("");
    call.body = RequestBody::new(chunks(&["[1,", "", " 2", ", 3]"]));
    assert_eq!(call.take::<Json<Vec<u8>>>().unwrap().0, [1, 2, 3]);
}

fn chunks(
    parts: &[&'static str],
) -> impl http_body::Body<Data = bytes::Bytes, Error = std::convert::Infallible> + Send + use<> {
    struct Chunks(Vec<&'static str>);

    impl http_body::Body for Chunks {
        type Data = bytes::Bytes;
        type Error = std::convert::Infallible;

        fn poll_frame(
            mut self: std::pin::Pin<&mut Self>,
            _: &mut std::task::Context<'_>,
        ) -> std::task::Poll<Option<Result<http_body::Frame<bytes::Bytes>, Self::Error>>> {
            std::task::Poll::Ready(self.0.pop().map(|part| Ok(http_body::Frame::data(part.into()))))
        }
    }

    Chunks(parts.iter().rev().copied().collect())
}

#[test]
fn numbers_are_strict() {
    let kind = |body: &str| Call::post(body).refused::<Json<u8>>().errors()[0].0.clone();
    assert_eq!(kind("\"high\""), "int_parsing");
    assert_eq!(kind("\"3\""), "int_type");
    assert_eq!(kind("1.5"), "int_from_float");
    assert_eq!(kind("256.0"), "less_than_equal");
    assert_eq!(kind("true"), "int_type");
    assert_eq!(kind("256"), "less_than_equal");
    assert_eq!(kind("-1"), "greater_than_equal");
    assert_eq!(kind("1208925819614629174706176"), "less_than_equal");
    let kind = |body: &str| Call::post(body).refused::<Json<bool>>().errors()[0].0.clone();
    assert_eq!(kind("\"true\""), "bool_type");
    assert_eq!(kind("\"maybe\""), "bool_parsing");
    assert_eq!(kind("1"), "bool_type");
}

#[test]
fn places_run_through_fields_and_indexes() {
    let body = json!({
        "name": "o",
        "tags": ["t", 5],
        "url": "ftp://x",
        "scores": {"x": 1, "1": "p", "2": 1},
        "pair": [1],
        "corner": [1, 2, 3],
        "parts": [{"name": "b", "parts": [{"tags": "x", "url": "not a url", "parts": {}, "pair": [1, 2, 3]}]}],
    });
    Call::post(&body.to_string()).refused_body::<Offer>().assert(&[
        ("string_type", at(json!(["body", "tags", 1]))),
        ("url_scheme", at(json!(["body", "url"]))),
        ("int_parsing", at(json!(["body", "scores", "x", "[key]"]))),
        ("float_parsing", at(json!(["body", "scores", "1"]))),
        ("missing", at(json!(["body", "pair", 1]))),
        ("too_long", at(json!(["body", "corner"]))),
        ("missing", at(json!(["body", "parts", 0, "parts", 0, "name"]))),
        ("set_type", at(json!(["body", "parts", 0, "parts", 0, "tags"]))),
        ("url_parsing", at(json!(["body", "parts", 0, "parts", 0, "url"]))),
        ("list_type", at(json!(["body", "parts", 0, "parts", 0, "parts"]))),
        ("bool_type", at(json!(["body", "parts", 0, "parts", 0, "pair", 1]))),
        ("too_long", at(json!(["body", "parts", 0, "parts", 0, "pair"]))),
    ]);
}

#[test]
fn types_and_rules_are_told_together() {
    let body = json!({"textName": "ab", "share": 0.05, "count": 13, "list": ["a", "", "c"], "secret": 5});
    Call::post(&body.to_string()).refused_body::<Ruled>().assert(&[
        ("string_too_short", at(json!(["body", "textName"]))),
        ("greater_than_equal", at(json!(["body", "share"]))),
        ("less_than_equal", at(json!(["body", "count"]))),
        ("multiple_of", at(json!(["body", "count"]))),
        ("too_long", at(json!(["body", "list"]))),
        ("string_too_short", at(json!(["body", "list", 1]))),
        ("string_type", at(json!(["body", "secret"]))),
    ]);
}

#[test]
fn a_limit_is_compared_as_the_type_holds_it() {
    let reply = Call::post(r#"{"textName": "ab", "share": 0.1}"#).refused_body::<Ruled>();
    reply.assert(&[("string_too_short", at(json!(["body", "textName"])))]);
}

#[test]
fn rules_of_code_are_told_where_the_walk_found_nothing() {
    let reply = Call::post(r#"{"textName": "bad", "count": 12}"#).refused_body::<Ruled>();
    reply
        .assert(&[("value_error", at(json!(["body", "textName"]))), ("less_than_equal", at(json!(["body", "count"])))]);
    assert!(reply.body.to_string().contains("Value error, no bad words"));
}

#[test]
fn a_tighter_rule_speaks_for_the_bound_of_the_type() {
    let reply = Call::post(r#"{"textName": "abc", "count": 300}"#).refused_body::<Ruled>();
    reply.assert(&[("less_than_equal", at(json!(["body", "count"])))]);
    assert_eq!(reply.body["detail"][0]["ctx"], json!({"le": 10}));
}

#[test]
fn a_single_precision_number_must_be_finite() {
    Call::post(r#"{"textName": "abc", "share": 1e39}"#)
        .refused_body::<Ruled>()
        .assert(&[("less_than_equal", at(json!(["body", "share"])))]);
}

#[test]
fn what_only_serde_sees_is_told_in_its_words() {
    let reply = Call::post(r#"{"name": "a", "price": 1, "price": 2}"#).refused_body::<Item>();
    reply.assert(&[("value_error", at(json!(["body"])))]);
    assert_eq!(reply.body["detail"][0]["msg"], "Value error, duplicate field `price` at line 1 column 33");
}

#[test]
fn values_are_echoed_only_on_demand_and_secrets_never() {
    let body = r#"{"textName": 123, "secret": 456}"#;
    assert!(!Call::post(body).refused_body::<Ruled>().body.to_string().contains("input"));
    let echoed =
        Call::post(body).settings(|settings| settings.echo_input = true).refused_body::<Ruled>().body.to_string();
    assert!(echoed.contains("\"input\":123"));
    assert!(!echoed.contains("456"));
}

#[test]
fn the_standard_format_has_pointers() {
    let reply = Call::post(r#"{"price": 1}"#)
        .settings(|settings| settings.errors = ErrorFormat::Problem)
        .refused_body::<Item>();
    assert_eq!(reply.media_type, "application/problem+json");
    let expected = json!({
        "type": "about:blank",
        "title": "Unprocessable Entity",
        "status": 422,
        "errors": [{"type": "missing", "loc": ["body", "name"], "pointer": "/name", "msg": "Field required"}],
    });
    assert_eq!(reply.body, expected);
}

#[test]
fn an_application_may_answer_in_its_own_shape() {
    let own = |settings: &mut Settings| {
        settings.on_invalid =
            Some(|invalid| json!({"detail": invalid.details(ErrorFormat::FastApi), "body": invalid.body}));
    };
    let reply = Call::post(r#"{"name": 1, "price": 2}"#).settings(own).refused_body::<Item>();
    reply.assert(&[("string_type", at(json!(["body", "name"])))]);
    assert_eq!(reply.body["body"], json!({"name": 1, "price": 2}));
    assert_eq!(Call::new("/", "/").settings(own).refused_body::<Item>().body["body"], json!(null));
    let mut text = Call::new("/", "/").header("content-type", "text/plain").settings(own);
    text.body = RequestBody::full("hello");
    assert_eq!(text.refused_body::<Item>().body["body"], json!("hello"));
}

#[test]
fn the_list_of_mistakes_has_an_end() {
    let body = format!("[{}1]", "1,".repeat(50_000));
    assert_eq!(Call::post(&body).refused::<Json<Vec<String>>>().errors().len(), 1_000);
}
