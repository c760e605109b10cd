//! Parameters as plain arguments: where each comes from, what it is called, what happens without it.

use aiserve::prelude::*;
use serde_json::json;

use super::{client, described};

/// Finds an item.
#[endpoint(GET "/shops/{shop}/items/{id}")]
async fn find(
    shop: String,
    #[path(title = "Number")] id: u64,
    /// How many.
    #[query(default = 20)]
    #[garde(range(min = 1, max = 100))]
    limit: u32,
    #[query] tag: Vec<String>,
    #[query(rename = "item-query", deprecated)] query: Option<String>,
    #[header] x_trace: Option<String>,
    #[cookie] session: Option<u8>,
) -> Json<serde_json::Value> {
    Json(json!([shop, id, limit, tag, query, x_trace, session]))
}

fn app() -> App<()> {
    App::stateless().mount(routes![find])
}

#[tokio::test]
async fn each_comes_from_its_place_by_its_name() {
    let call = client(app()).await.get("/shops/corner%20shop/items/7?limit=3&tag=a&tag=b&item-query=x");
    let reply = call.header("x-trace", "t").cookie("session", "5").send().await;
    reply.assert_status(200).assert_json(&json!(["corner shop", 7, 3, ["a", "b"], "x", "t", 5]));
}

#[tokio::test]
async fn absent_ones_have_their_defaults() {
    let reply = client(app()).await.get("/shops/s/items/7").send().await;
    reply.assert_status(200).assert_json(&json!(["s", 7, 20, [], null, null, null]));
}

#[tokio::test]
async fn the_mistakes_of_all_are_one_reply() {
    let call = client(app()).await.get("/shops/s/items/seven?limit=101").cookie("session", "300");
    let reply = call.send().await;
    reply.assert_status(422).assert_error(["path", "id"], "int_parsing");
    reply.assert_error(["query", "limit"], "less_than_equal");
    reply.assert_error(["cookie", "session"], "less_than_equal");
    assert_eq!(reply.json::<serde_json::Value>()["errors"].as_array().unwrap().len(), 3);
}

#[test]
fn texts_of_arguments_are_in_the_document() {
    let parameters = described(&app(), "/shops/{shop}/items/{id}", "get")["parameters"].take();
    let names: Vec<_> = parameters.as_array().unwrap().iter().map(|parameter| &parameter["name"]).collect();
    assert_eq!(json!(names), json!(["shop", "id", "limit", "tag", "item-query", "x-trace", "session"]));
    assert_eq!(parameters[1]["schema"]["title"], "Number");
    assert_eq!(parameters[2]["description"], "How many.");
    assert_eq!(parameters[2]["schema"]["default"], 20);
    assert_eq!(parameters[2]["schema"]["maximum"], 100);
    assert_eq!(parameters[3]["required"], false);
    assert_eq!(parameters[4]["deprecated"], true);
}

#[endpoint(GET "/limits")]
async fn limits(
    #[query]
    #[schema(gt = 0.0, lt = 10.5)]
    size: f64,
    #[query]
    #[schema(multiple_of = 5)]
    count: Option<u32>,
) -> Json<(f64, Option<u32>)> {
    Json((size, count))
}

#[tokio::test]
async fn exclusive_limits_and_multiples_are_kept() {
    let client = client(App::stateless().mount(routes![limits])).await;
    client.get("/limits?size=10.4&count=10").send().await.assert_status(200).assert_json(&json!([10.4, 10]));
    let reply = client.get("/limits?size=10.5&count=7").send().await;
    reply.assert_status(422).assert_error(["query", "size"], "less_than");
    reply.assert_error(["query", "count"], "multiple_of");
    client.get("/limits?size=NaN").send().await.assert_status(422).assert_error(["query", "size"], "finite_number");
}
