//! Several arguments in one body.

use aiserve::prelude::*;

#[payload]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
}

#[payload]
struct User {
    username: String,
    full_name: Option<String>,
}

#[payload]
struct Updated {
    item_id: i64,
    item: Item,
    user: User,
    importance: i64,
}

#[endpoint(PUT "/items/{item_id}")]
async fn update_item(item_id: i64, #[body] item: Item, #[body] user: User, #[body] importance: i64) -> Updated {
    Updated { item_id, item, user, importance }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![update_item])
}
