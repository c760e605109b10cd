//! errors: 2

use aiserve::prelude::*;

#[endpoint(GET "/items/{id}")]
async fn find(name: &str, #[query(min = 1)] size: u64, id: u64) -> u64 {
    id + size + name.len() as u64
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
