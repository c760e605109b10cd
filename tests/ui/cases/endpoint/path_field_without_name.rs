//! errors: 1
//! The path's `{item}` and the field `id` are one mistake, told at the argument.

use aiserve::prelude::*;

#[payload]
struct Place {
    shop: String,
    id: u64,
}

#[endpoint(GET "/shops/{shop}/items/{item}")]
async fn find(place: Path<Place>) -> Json<u64> {
    Json(place.id)
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
