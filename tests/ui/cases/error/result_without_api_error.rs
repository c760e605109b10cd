//! errors: 1

use aiserve::prelude::*;

#[derive(Debug)]
enum ShopError {
    Missing,
}

#[endpoint(GET "/items")]
async fn find() -> Result<NoContent, ShopError> {
    Err(ShopError::Missing)
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
