//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items", external_docs(url = "https://example.com", title = "Items"))]
async fn items() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![items]);
}
