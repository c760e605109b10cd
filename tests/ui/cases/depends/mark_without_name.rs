//! errors: 1

use aiserve::prelude::*;

#[dependency]
async fn user() -> aiserve::Result<String> {
    Ok(String::new())
}

#[endpoint(GET "/me")]
async fn me(#[depends] _user: String) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
