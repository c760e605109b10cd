//! Routers: prefixes, their parameters, tags, error formats.

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::zoo;

#[tokio::test]
async fn prefixes_nest() {
    let inner = Router::new("/words").mount(Router::new("").mount(routes![zoo::word]));
    let client = TestClient::new(App::stateless().mount(Router::new("/v1").mount(inner))).await;
    client.get("/v1/words/words/a").send().await.assert_status(200).assert_json("a");
    client.get("/words/a").send().await.assert_status(404);
}

#[tokio::test]
async fn a_parameter_of_a_prefix_does_not_shift_the_endpoint_s_own() {
    let client = TestClient::new(App::stateless().mount(Router::new("/shops/{shop}").mount(routes![zoo::word]))).await;
    client.get("/shops/7/words/a%20b").send().await.assert_status(200).assert_json("a b");
}

#[dependency]
async fn shop_is_open(#[path] shop: u32) -> Result<()> {
    if shop < 100 { Ok(()) } else { Err(Problem::not_found("no such shop")) }
}

#[endpoint(GET "/items/{item}")]
async fn item(
    #[path(prefix)]
    #[garde(range(min = 1))]
    shop: u32,
    item: String,
    #[path(prefix)] town: String,
) -> String {
    format!("{item} of {shop} in {town}")
}

#[tokio::test]
async fn endpoints_and_dependencies_take_parameters_of_a_prefix() {
    let shops = Router::new("/shops/{shop}").depends(shop_is_open).mount(routes![item]);
    let app = App::stateless().mount(Router::new("/{town}").mount(shops));
    let document: Value = serde_json::from_str(&app.openapi().unwrap()).unwrap();
    let parameters = document["paths"]["/{town}/shops/{shop}/items/{item}"]["get"]["parameters"].as_array().unwrap();
    let shop = parameters.iter().find(|parameter| parameter["name"] == "shop").unwrap();
    // What the router's dependency reads, and what the endpoint reads: both have to hold.
    let minima: Vec<_> = shop["schema"]["allOf"].as_array().unwrap().iter().map(|schema| &schema["minimum"]).collect();
    assert_eq!((parameters.len(), minima), (3, vec![&json!(0), &json!(1)]));
    let client = TestClient::new(app).await;
    let reply = client.get("/a%20b/shops/7/items/pear").send().await;
    reply.assert_status(200).assert_json("pear of 7 in a b");
    client.get("/a/shops/x/items/pear").send().await.assert_status(422).assert_error(["path", "shop"], "int_parsing");
    let reply = client.get("/a/shops/0/items/pear").send().await;
    reply.assert_status(422).assert_error(["path", "shop"], "greater_than_equal");
    client.get("/a/shops/100/items/pear").send().await.assert_status(404);
}

#[tokio::test]
async fn a_parameter_that_no_prefix_has_is_told_before_anything_runs() {
    let error = App::stateless().mount(Router::new("/shops/{shop}").mount(routes![item])).start().await.unwrap_err();
    assert!(error.to_string().contains("takes `{town}` of the path, which has none"), "{error}");
}

#[tokio::test]
async fn a_router_may_have_its_own_error_format() {
    let old = Router::new("/old").errors(ErrorFormat::FastApi).mount(routes![zoo::echo]);
    let client = TestClient::new(zoo::app().mount(old)).await;
    let reply = client.post("/old/notes").json(&json!({})).send().await;
    reply.assert_status(422).assert_header("content-type", "application/json");
    reply.assert_json(&json!({"detail": [{"type": "missing", "loc": ["body", "text"], "msg": "Field required"}]}));
    client.get("/old/notes").send().await.assert_status(405).assert_json(&json!({"detail": "Method Not Allowed"}));
    client.post("/notes").json(&json!({})).send().await.assert_header("content-type", "application/problem+json");
}

#[test]
fn tags_of_routers_are_in_the_document_once() {
    let inner = Router::new("/b").tag("b").tag("a").mount(routes![zoo::word]);
    let app = App::stateless().mount(Router::new("/a").tag("a").mount(inner));
    let document: Value = serde_json::from_str(&app.openapi().unwrap()).unwrap();
    assert_eq!(document["paths"]["/a/b/words/{word}"]["get"]["tags"], json!(["a", "b"]));
}
