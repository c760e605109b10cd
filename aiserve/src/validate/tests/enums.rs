//! Enums: the branch is named, and its mistakes are told inside it.

use serde_json::json;

use super::types::{Adjacent, Colour, External, Internal, Untagged};
use super::{Call, at};

#[test]
fn every_shape_accepts_what_serde_accepts() {
    assert!(Call::post(r#"{"cat": {"m": 1}}"#).take_body::<External>().is_ok());
    assert!(Call::post(r#""none""#).take_body::<External>().is_ok());
    assert!(Call::post(r#"{"t": "dog", "b": true}"#).take_body::<Internal>().is_ok());
    assert!(Call::post(r#"{"t": "none"}"#).take_body::<Adjacent>().is_ok());
    assert!(Call::post(r#"{"b": true}"#).take_body::<Untagged>().is_ok());
}

#[test]
fn a_word_that_is_none_of_the_enum_names_the_words() {
    let reply = Call::post("\"blue\"").refused_body::<Colour>();
    reply.assert(&[("enum", at(json!(["body"])))]);
    assert_eq!(reply.body["detail"][0]["msg"], "Input should be 'red' or 'green'");
    assert_eq!(reply.body["detail"][0]["ctx"], json!({"expected": "'red' or 'green'"}));
    Call::post("[\"red\", 5]").refused_body::<Vec<Colour>>().assert(&[("enum", at(json!(["body", 1])))]);
}

#[test]
fn external_tags_are_keys_of_the_place() {
    Call::post(r#"{"cat": {"m": "x", "y": 1}}"#).refused_body::<External>().assert(&[
        ("int_parsing", at(json!(["body", "cat", "m"]))),
        ("extra_forbidden", at(json!(["body", "cat", "y"]))),
    ]);
    Call::post(r#"{"cow": {}}"#).refused_body::<External>().assert(&[("union_tag_invalid", at(json!(["body"])))]);
    Call::post("\"cat\"").refused_body::<External>().assert(&[("union_tag_not_found", at(json!(["body"])))]);
    Call::post("7").refused_body::<External>().assert(&[("union_tag_not_found", at(json!(["body"])))]);
}

#[test]
fn internal_tags_name_the_branch() {
    let reply = Call::post(r#"{"t": "cat", "m": "x", "y": 1}"#).refused_body::<Internal>();
    reply.assert(&[
        ("int_parsing", at(json!(["body", "cat", "m"]))),
        ("extra_forbidden", at(json!(["body", "cat", "y"]))),
    ]);
    let reply = Call::post(r#"{"t": "cow"}"#).refused_body::<Internal>();
    reply.assert(&[("union_tag_invalid", at(json!(["body"])))]);
    assert!(!reply.body.to_string().contains("cow"));
    assert_eq!(
        reply.body["detail"][0]["ctx"],
        json!({"discriminator": "'t'", "expected_tags": "'cat', 'none', 'dog'"})
    );
    Call::post("{}").refused_body::<Internal>().assert(&[("union_tag_not_found", at(json!(["body"])))]);
    Call::post("[]").refused_body::<Internal>().assert(&[("model_attributes_type", at(json!(["body"])))]);
}

#[test]
fn adjacent_content_is_a_key_of_the_place() {
    Call::post(r#"{"t": "dog", "c": {"b": 1}}"#)
        .refused_body::<Adjacent>()
        .assert(&[("bool_type", at(json!(["body", "c", "b"])))]);
    Call::post(r#"{"t": "dog"}"#).refused_body::<Adjacent>().assert(&[("missing", at(json!(["body", "c"])))]);
}

#[test]
fn untagged_mistakes_are_told_for_every_branch() {
    Call::post(r#"{"b": 1}"#).refused_body::<Untagged>().assert(&[
        ("missing", at(json!(["body", "Cat", "m"]))),
        ("extra_forbidden", at(json!(["body", "Cat", "b"]))),
        ("none_required", at(json!(["body", "none"]))),
        ("bool_type", at(json!(["body", "dog", "b"]))),
    ]);
}
