//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items", external_docs = "https://example.com")]
async fn items() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![items]);
}
