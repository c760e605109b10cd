//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find(limit: Query<u64>) -> Json<u64> {
    Json(limit.0)
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
