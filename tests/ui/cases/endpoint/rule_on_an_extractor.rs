//! errors: 1

use aiserve::prelude::*;

#[payload]
struct Item {
    name: String,
}

#[endpoint(POST "/items")]
async fn find(#[garde(length(min = 1))] item: Json<Item>) -> NoContent {
    let _ = item;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
