//! Limits of numbers in path and query.

use aiserve::prelude::*;

#[payload]
struct Found {
    item_id: i64,
    #[serde(skip_serializing_if = "String::is_empty")]
    q: String,
    size: f64,
}

#[endpoint(GET "/items/{item_id}")]
async fn read_items(
    #[path(title = "The ID of the item to get")]
    #[garde(range(min = 0, max = 1000))]
    item_id: i64,
    #[query] q: String,
    #[query]
    #[schema(gt = 0.0, lt = 10.5)]
    size: f64,
) -> Found {
    Found { item_id, q, size }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_items])
}
