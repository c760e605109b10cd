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
