//! What endpoints answer, and what the document says of it.

use aiserve::prelude::*;
use http::HeaderValue;
use serde_json::json;

use super::{client, described};

#[payload]
struct Cat {
    lives: u8,
}

#[payload]
struct Dog {
    tricks: Vec<String>,
}

#[endpoint(GET "/pets/{name}")]
async fn pet(name: String) -> Either<Cat, Dog> {
    if name == "tom" { Either::Left(Cat { lives: 9 }) } else { Either::Right(Dog { tricks: vec![name] }) }
}

#[endpoint(POST "/status")]
async fn status() -> (StatusCode, Json<u8>) {
    (StatusCode::ACCEPTED, Json(1))
}

#[endpoint(GET "/head")]
async fn head() -> (StatusCode, HeaderMap, Cat) {
    let headers = HeaderMap::from_iter([(http::header::ETAG, HeaderValue::from_static("\"1\""))]);
    (StatusCode::OK, headers, Cat { lives: 1 })
}

#[endpoint(DELETE "/gone")]
async fn gone() -> Result<NoContent> {
    Ok(NoContent)
}

#[endpoint(GET "/text")]
async fn text() -> Text<&'static str> {
    Text("plain")
}

#[endpoint(GET "/page")]
async fn page() -> Html {
    Html("<p>".to_owned())
}

#[endpoint(GET "/perhaps")]
async fn perhaps(#[query] lives: Option<u8>) -> Option<Cat> {
    lives.map(|lives| Cat { lives })
}

fn app() -> App<()> {
    App::stateless().mount(routes![pet, status, head, gone, text, page, perhaps])
}

#[tokio::test]
async fn each_kind_is_answered() {
    let client = client(app()).await;
    client.get("/pets/tom").send().await.assert_status(200).assert_json(&json!({"lives": 9}));
    client.get("/pets/rex").send().await.assert_status(200).assert_json(&json!({"tricks": ["rex"]}));
    client.post("/status").send().await.assert_status(202).assert_json(&1);
    client.get("/head").send().await.assert_status(200).assert_header("etag", "\"1\"");
    let reply = client.delete("/gone").send().await;
    reply.assert_status(204);
    assert_eq!((reply.text(), reply.header("content-type")), ("", None));
    let reply = client.get("/text").send().await;
    reply.assert_header("content-type", "text/plain; charset=utf-8");
    assert_eq!(reply.text(), "plain");
    client.get("/page").send().await.assert_header("content-type", "text/html; charset=utf-8");
    client.get("/perhaps").send().await.assert_status(200).assert_json(&json!(null));
}

#[test]
fn each_kind_is_described() {
    let responses = |path, method| described(&app(), path, method)["responses"].take();
    let schema = responses("/pets/{name}", "get")["200"]["content"]["application/json"]["schema"].take();
    assert_eq!(schema["anyOf"].as_array().unwrap().len(), 2);
    assert!(responses("/gone", "delete")["204"]["content"].is_null());
    assert!(responses("/gone", "delete")["200"].is_null());
    assert_eq!(responses("/text", "get")["200"]["content"]["text/plain"]["schema"]["type"], "string");
}
