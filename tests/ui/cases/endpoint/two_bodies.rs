//! errors: 1

use aiserve::prelude::*;

#[payload]
struct Item {
    name: String,
}

#[endpoint(POST "/items")]
async fn find(first: Item, second: Json<Item>) -> NoContent {
    let _ = (first, second);
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
