//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items", status = 404)]
async fn find() -> u64 {
    0
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
