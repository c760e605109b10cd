//! errors: 1
#![deny(dead_code)]

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find() -> u64 {
    0
}

#[endpoint(GET "/forgotten")]
async fn forgotten() -> u64 {
    0
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
