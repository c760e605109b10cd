//! Bodies: bare, wrapped, marked, several in one, with rules and examples.

use aiserve::prelude::*;
use serde_json::json;

use super::{client, described};

#[payload]
struct Item {
    #[garde(length(chars, min = 1))]
    name: String,
}

#[payload]
struct User {
    id: u8,
}

/// Two things in one body.
#[endpoint(PUT "/two/{id}")]
async fn two(
    id: u8,
    #[body] item: Item,
    #[body(rename = "who")] user: Option<User>,
    /// From one to five.
    #[body(default = 1)]
    #[garde(range(min = 1, max = 5))]
    importance: u8,
) -> Json<serde_json::Value> {
    Json(json!([id, item.name, user.map(|user| user.id), importance]))
}

#[endpoint(POST "/scalar")]
async fn scalar(#[body] number: u8) -> Json<u8> {
    Json(number)
}

#[endpoint(POST "/ruled")]
async fn ruled(
    #[body]
    #[garde(length(max = 2))]
    items: Vec<Item>,
) -> Json<usize> {
    Json(items.len())
}

#[endpoint(POST "/shown")]
async fn shown(
    /// What is stored.
    #[body(example(name = "small", summary = "A small one", value = json!({"name": "x"})))]
    item: Item,
) -> Item {
    item
}

fn app() -> App<()> {
    App::stateless().mount(routes![two, scalar, ruled, shown])
}

#[tokio::test]
async fn several_are_the_fields_of_one_object() {
    let client = client(app()).await;
    let reply =
        client.put("/two/1").json(&json!({"item": {"name": "x"}, "who": {"id": 2}, "importance": 3})).send().await;
    reply.assert_status(200).assert_json(&json!([1, "x", 2, 3]));
    let reply = client.put("/two/1").json(&json!({"item": {"name": "x"}})).send().await;
    reply.assert_status(200).assert_json(&json!([1, "x", null, 1]));
}

#[tokio::test]
async fn mistakes_of_several_are_told_with_those_of_the_path() {
    let client = client(app()).await;
    let reply = client.put("/two/x").json(&json!({"item": {"name": ""}, "importance": 9})).send().await;
    reply.assert_status(422).assert_error(["path", "id"], "int_parsing");
    reply.assert_error(["body", "item", "name"], "string_too_short");
    reply.assert_error(["body", "importance"], "less_than_equal");
    client.put("/two/1").send().await.assert_status(422).assert_error(["body", "item"], "missing");
}

#[tokio::test]
async fn a_marked_body_may_be_a_scalar_or_have_rules() {
    let client = client(app()).await;
    client.post("/scalar").json(&7).send().await.assert_status(200).assert_json(&7);
    client.post("/scalar").json(&"7").send().await.assert_status(422).assert_error(["body"], "int_type");
    let item = json!({"name": "x"});
    client.post("/ruled").json(&[&item, &item]).send().await.assert_status(200).assert_json(&2);
    client
        .post("/ruled")
        .json(&[&item, &item, &item])
        .send()
        .await
        .assert_status(422)
        .assert_error(["body"], "too_long");
}

#[test]
fn bodies_are_described() {
    let body = |path, method| described(&app(), path, method)["requestBody"].take();
    assert_eq!(
        body("/two/{id}", "put")["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/TwoBody"
    );
    assert_eq!(body("/ruled", "post")["content"]["application/json"]["schema"]["maxItems"], 2);
    assert_eq!(body("/shown", "post")["description"], "What is stored.");
    let example = body("/shown", "post")["content"]["application/json"]["examples"]["small"].take();
    assert_eq!(example, json!({"summary": "A small one", "value": {"name": "x"}}));
}
