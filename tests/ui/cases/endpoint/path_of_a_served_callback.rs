//! errors: 1

use aiserve::prelude::*;

#[endpoint(POST "{$request.body#/url}/paid")]
async fn paid() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![paid]);
}
