//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/none", concurrency = 0)]
async fn none() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![none]);
}
