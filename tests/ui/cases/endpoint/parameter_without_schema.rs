//! errors: 1

use aiserve::prelude::*;

struct Page;

#[endpoint(GET "/items")]
async fn find(#[query] page: Page) -> NoContent {
    let _ = page;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
