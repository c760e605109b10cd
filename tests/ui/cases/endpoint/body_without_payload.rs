//! errors: 1
//! It is not told again where the endpoint is mounted.

use aiserve::prelude::*;

struct Item;

#[endpoint(POST "/items")]
async fn find(item: Item) -> NoContent {
    let _ = item;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
