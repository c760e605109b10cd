//! The application's own answer to invalid input: the usual mistakes, and what was sent.

use aiserve::prelude::*;
use aiserve::problem::Invalid;
use serde_json::{Value, json};

#[payload]
struct Item {
    title: String,
    size: i64,
}

#[endpoint(POST "/items/")]
async fn create_item(item: Item) -> Item {
    item
}

fn with_body(invalid: &Invalid<'_>) -> Value {
    json!({"detail": invalid.details(ErrorFormat::FastApi), "body": invalid.body})
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).on_invalid(with_body).mount(routes![create_item])
}
