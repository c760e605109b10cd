//! errors: 1

use aiserve::prelude::*;

struct Unknown;

#[dependency]
async fn user() -> Result<String, Unknown> {
    Err(Unknown)
}

#[endpoint(GET "/me")]
async fn me(#[depends(user)] _user: String) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
