//! Typed errors: each variant is a documented reply.

use aiserve::prelude::*;
use serde_json::{Value, json};

use super::described;

/// What can go wrong in the shop.
#[derive(Debug, thiserror::Error, ApiError)]
enum ShopError {
    /// No such item.
    #[error("item {id} does not exist")]
    #[status(404)]
    Missing { id: u64 },
    /// The shop is closed.
    #[error("closed")]
    #[status(503, retry_after = 60)]
    Closed,
    #[error(transparent)]
    #[status(500, hidden)]
    Number(#[from] std::num::ParseIntError),
}

#[endpoint(GET "/items/{id}")]
async fn find(id: u64) -> Result<Json<u64>, ShopError> {
    match id {
        0 => Err(ShopError::Missing { id }),
        1 => Err(ShopError::Closed),
        2 => Ok(Json("secret".parse::<u64>()?)),
        id => Ok(Json(id)),
    }
}

fn app(format: ErrorFormat) -> App<()> {
    App::stateless().errors(format).mount(routes![find])
}

#[tokio::test]
async fn variants_are_problems() {
    let client = TestClient::new(app(ErrorFormat::Problem)).await;
    client.get("/items/3").send().await.assert_status(200).assert_json(&3);
    let reply = client.get("/items/0").send().await;
    reply.assert_status(404).assert_header("content-type", "application/problem+json");
    let problem: Value = reply.json();
    assert_eq!(problem["detail"], "item 0 does not exist");
    assert_eq!(problem["code"], "missing");
    client.get("/items/1").send().await.assert_status(503).assert_header("retry-after", "60");
}

#[tokio::test]
async fn a_hidden_cause_is_not_sent() {
    let reply = TestClient::new(app(ErrorFormat::Problem)).await.get("/items/2").send().await;
    reply.assert_status(500);
    assert!(!reply.text().contains("invalid digit"), "{}", reply.text());
}

#[tokio::test]
async fn the_format_is_the_apps() {
    let reply = TestClient::new(app(ErrorFormat::FastApi)).await.get("/items/0").send().await;
    reply.assert_status(404).assert_json(&json!({"detail": "item 0 does not exist"}));
}

#[test]
fn variants_are_described() {
    let responses = described(&app(ErrorFormat::Problem), "/items/{id}", "get")["responses"].take();
    assert_eq!(responses["404"]["description"], "No such item.");
    assert_eq!(responses["503"]["description"], "The shop is closed.");
    assert_eq!(responses["503"]["headers"]["retry-after"]["schema"]["type"], "integer");
    assert!(responses["404"]["content"]["application/problem+json"]["examples"]["missing"].is_object());
    assert!(responses["500"].is_object());
}
