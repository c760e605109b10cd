//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items/{name}")]
async fn find(name: &str) -> u64 {
    name.len() as u64
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
