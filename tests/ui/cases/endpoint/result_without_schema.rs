//! errors: 1

use aiserve::prelude::*;

struct Item;

#[endpoint(GET "/items")]
async fn find() -> Item {
    Item
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
