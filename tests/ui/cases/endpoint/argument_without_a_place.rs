//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find(limit: u32) -> u32 {
    limit
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
