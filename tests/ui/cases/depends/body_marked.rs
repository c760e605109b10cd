//! errors: 1

use aiserve::prelude::*;

#[dependency]
async fn user(#[body] name: String) -> aiserve::Result<String> {
    Ok(name)
}

#[endpoint(GET "/me")]
async fn me(#[depends(user)] _user: String) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
