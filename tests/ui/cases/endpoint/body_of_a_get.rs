//! errors: 1

use aiserve::prelude::*;

#[payload]
struct Item {
    name: String,
}

#[endpoint(GET "/items")]
async fn find(item: Item) -> NoContent {
    let _ = item;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
