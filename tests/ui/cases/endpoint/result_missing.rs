//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find() {}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
