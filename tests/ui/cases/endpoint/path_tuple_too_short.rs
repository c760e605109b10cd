//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/shops/{shop}/items/{id}")]
async fn find(id: Path<u64>) -> Json<u64> {
    Json(id.0)
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
