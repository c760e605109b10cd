//! errors: 2
//! The second is told where the endpoint is mounted: there too its argument is no extractor of the app's state.

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
