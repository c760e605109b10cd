//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find(#[query] #[header] size: u64) -> u64 {
    size
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
