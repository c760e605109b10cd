//! The pages that every app has.

use aiserve::prelude::*;
use serde_json::Value;

use crate::zoo;

#[tokio::test]
async fn the_document_is_served_and_cached_by_its_tag() {
    let client = TestClient::new(zoo::app()).await;
    let reply = client.get("/openapi.json").send().await;
    reply.assert_status(200).assert_header("content-type", "application/json");
    assert_eq!(reply.text(), zoo::app().openapi().unwrap());
    let tag = reply.header("etag").unwrap().to_owned();
    for known in [tag.clone(), format!("\"other\", W/{tag}"), "*".to_owned()] {
        let again = client.get("/openapi.json").header("if-none-match", &known).send().await;
        again.assert_status(304).assert_header("etag", &tag);
        assert!(again.bytes().is_empty());
    }
    client.get("/openapi.json").header("if-none-match", "\"other\"").send().await.assert_status(200);
}

#[tokio::test]
async fn health_is_answered_and_not_documented() {
    let client = TestClient::new(zoo::app()).await;
    client.get("/livez").send().await.assert_status(200);
    client.get("/readyz").send().await.assert_status(200);
    let document: Value = client.get("/openapi.json").send().await.json();
    assert!(document["paths"].get("/livez").is_none() && document["paths"].get("/words/{word}").is_some());
}

#[tokio::test]
async fn pages_can_be_moved_and_left_out() {
    let client = TestClient::new(zoo::app().openapi_path("/v1/api.json")).await;
    client.get("/v1/api.json").send().await.assert_status(200);
    client.get("/openapi.json").send().await.assert_status(404);
    let client = TestClient::new(zoo::app().without_openapi()).await;
    client.get("/openapi.json").send().await.assert_status(404);
    client.get("/docs").send().await.assert_status(404);
}

#[tokio::test]
async fn an_app_s_own_route_takes_the_place_of_a_page() {
    #[endpoint(GET "/livez")]
    async fn livez() -> Json<String> {
        Json("in my own words".to_owned())
    }

    let client = TestClient::new(App::stateless().mount(routes![livez])).await;
    client.get("/livez").send().await.assert_status(200).assert_json("in my own words");
}
