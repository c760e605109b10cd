//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items/{id}")]
async fn find(#[path(default = 3)] id: u64) -> u64 {
    id
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
