//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/{a}/{b}/{c}/{d}/{e}/{f}/{g}/{h}/{i}")]
async fn find(names: Path<Vec<String>>) -> Json<Vec<String>> {
    Json(names.0)
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
