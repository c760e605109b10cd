//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items", extensions("internal" = true))]
async fn items() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![items]);
}
