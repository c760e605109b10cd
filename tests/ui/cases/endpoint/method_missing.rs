//! errors: 1

use aiserve::prelude::*;

#[endpoint("/items")]
async fn find() -> u64 {
    0
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
