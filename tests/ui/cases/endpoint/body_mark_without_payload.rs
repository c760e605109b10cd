//! errors: 1

use aiserve::prelude::*;

struct Item;

#[endpoint(POST "/items")]
async fn store(#[body] item: Item) -> NoContent {
    let _ = item;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![store]);
}
