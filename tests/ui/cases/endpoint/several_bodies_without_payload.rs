//! errors: 1

use aiserve::prelude::*;

struct Item;

#[endpoint(POST "/items")]
async fn store(#[body] item: Item, #[body] count: u8) -> NoContent {
    let _ = (item, count);
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![store]);
}
