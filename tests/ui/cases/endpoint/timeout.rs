//! errors: 3

use aiserve::prelude::*;

#[endpoint(GET "/text", timeout = "5s")]
async fn text() -> NoContent {
    NoContent
}

#[endpoint(GET "/negative", timeout = -1)]
async fn negative() -> NoContent {
    NoContent
}

#[endpoint(GET "/micros", timeout = 0.0005)]
async fn micros() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![text, negative, micros]);
}
