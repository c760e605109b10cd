//! `Form`: urlencoded bodies.

use std::collections::BTreeMap;

use aiserve::prelude::*;
use serde_json::{Value, json};

use super::{client, described};

#[payload]
#[serde(deny_unknown_fields)]
struct Order {
    #[garde(length(chars, min = 2))]
    name: String,
    count: u8,
    tag: Vec<String>,
    gift: Option<bool>,
    address: Option<Address>,
}

#[payload]
struct Address {
    zip: u32,
}

#[endpoint(POST "/orders")]
async fn order(form: Form<Order>) -> Json<Value> {
    Json(json!([form.name, form.count, form.tag, form.gift, form.address.as_ref().map(|address| address.zip)]))
}

#[endpoint(POST "/any")]
async fn any(form: Form<BTreeMap<String, String>>) -> Json<BTreeMap<String, String>> {
    Json(form.0)
}

fn app() -> App<()> {
    App::stateless().mount(routes![order, any])
}

#[tokio::test]
async fn fields_are_read_as_their_types_say() {
    let fields =
        [("name", "a&b=ü"), ("count", "3"), ("tag", "x"), ("tag", ""), ("gift", "on"), ("address", r#"{"zip": 1}"#)];
    let reply = client(app()).await.post("/orders").form(&fields).send().await;
    reply.assert_status(200).assert_json(&json!(["a&b=ü", 3, ["x", ""], true, 1]));
}

#[tokio::test]
async fn a_map_takes_every_field() {
    let reply = client(app()).await.post("/any").form(&[("a", "1"), ("b c", "2")]).send().await;
    reply.assert_status(200).assert_json(&json!({"a": "1", "b c": "2"}));
}

#[tokio::test]
async fn every_mistake_is_told_at_its_field() {
    let fields = [("name", "a"), ("count", "300"), ("gift", "maybe"), ("address", r#"{"zip": "1"}"#), ("other", "x")];
    let reply = client(app()).await.post("/orders").form(&fields).send().await;
    reply.assert_status(422).assert_error(["body", "name"], "string_too_short");
    reply.assert_error(["body", "count"], "less_than_equal");
    reply.assert_error(["body", "tag"], "missing");
    reply.assert_error(["body", "gift"], "bool_parsing");
    reply.assert_error(["body", "address", "zip"], "int_type");
    reply.assert_error(["body", "other"], "extra_forbidden");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 6);
}

#[tokio::test]
async fn an_empty_text_is_none() {
    let fields = [("name", ""), ("count", ""), ("tag", "x"), ("gift", "")];
    let reply = client(app()).await.post("/orders").form(&fields).send().await;
    reply.assert_status(422).assert_error(["body", "name"], "missing").assert_error(["body", "count"], "missing");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 2);
}

#[tokio::test]
async fn json_that_is_none_is_told_with_its_offset() {
    let fields = [("name", "ab"), ("count", "1"), ("tag", "x"), ("address", "{]")];
    let reply = client(app()).await.post("/orders").form(&fields).send().await;
    reply.assert_status(422).assert_error(["body", "address", "1"], "json_invalid");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn bytes_that_are_no_text_are_told() {
    let media_type = "application/x-www-form-urlencoded";
    for body in [&b"name=%ff&count=1&tag=x"[..], b"name=\xff&count=1&tag=x"] {
        let reply = client(app()).await.post("/orders").header("content-type", media_type).body(body).send().await;
        reply.assert_status(422).assert_error(["body", "name"], "string_unicode");
        assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 1);
    }
}

#[tokio::test]
async fn no_form_is_missing_fields_and_another_body_is_415() {
    let client = client(app()).await;
    client.post("/orders").send().await.assert_status(422).assert_error(["body", "name"], "missing");
    client.post("/orders").json(&json!({"name": "ab"})).send().await.assert_status(415);
    let fastapi = TestClient::new(app().errors(ErrorFormat::FastApi)).await;
    fastapi.post("/orders").json(&json!({"name": "ab"})).send().await.assert_status(422);
}

#[test]
fn it_is_described_by_its_media_type() {
    let body = described(&app(), "/orders", "post")["requestBody"].take();
    let schema = &body["content"]["application/x-www-form-urlencoded"]["schema"];
    assert_eq!(schema["$ref"], "#/components/schemas/Order");
    assert_eq!(body["required"], true);
}
