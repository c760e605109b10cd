//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find() -> Json<u64> {
    Json(1)
}

async fn helper() -> Json<u64> {
    Json(2)
}

fn main() {
    let _ = App::stateless().mount(routes![find, helper]);
}
