//! errors: 1

use aiserve::prelude::*;

#[dependency]
async fn user() {}

#[endpoint(GET "/me", depends(user))]
async fn me() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
