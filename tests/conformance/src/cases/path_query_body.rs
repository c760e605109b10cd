//! Path, query and body together.

use aiserve::prelude::*;

#[payload]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
}

#[payload]
struct Updated {
    item_id: i64,
    #[serde(flatten)]
    item: Item,
    #[serde(skip_serializing_if = "Option::is_none")]
    q: Option<String>,
}

#[endpoint(PUT "/items/{item_id}")]
async fn update_item(item_id: i64, item: Item, #[query] q: Option<String>) -> Updated {
    Updated { item_id, item, q: q.filter(|text| !text.is_empty()) }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![update_item])
}
