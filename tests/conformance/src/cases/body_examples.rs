//! Named examples of a body, shown by the docs page.

use aiserve::prelude::*;
use serde_json::json;

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
    item: Item,
}

#[endpoint(PUT "/items/{item_id}")]
async fn update_item(
    item_id: i64,
    #[body(
        example(
            name = "normal",
            summary = "A normal example",
            description = "A **normal** item works correctly.",
            value = json!({"name": "Foo", "description": "A very nice Item", "price": 35.4, "tax": 3.2})
        ),
        example(
            name = "converted",
            summary = "A price as text",
            description = "Numbers in JSON bodies are numbers: this one is refused, with the place of the mistake.",
            value = json!({"name": "Bar", "price": "35.4"})
        ),
        example(
            name = "invalid",
            summary = "Invalid data is rejected with an error",
            value = json!({"name": "Baz", "price": "thirty five point four"})
        )
    )]
    item: Item,
) -> Updated {
    Updated { item_id, item }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![update_item])
}
