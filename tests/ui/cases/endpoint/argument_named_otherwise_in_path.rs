//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items/{item_id}")]
async fn find(id: u64) -> u64 {
    id
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
