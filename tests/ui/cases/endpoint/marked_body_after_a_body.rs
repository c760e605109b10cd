//! errors: 1

use aiserve::prelude::*;

#[payload]
struct Item {
    name: String,
}

#[endpoint(POST "/items")]
async fn store(item: Item, #[body] count: u8) -> Json<u8> {
    drop(item);
    Json(count)
}

fn main() {
    let _ = App::stateless().mount(routes![store]);
}
