//! errors: 1

use aiserve::prelude::*;

#[dependency(cached)]
async fn user() -> aiserve::Result<String> {
    Ok(String::new())
}

#[endpoint(GET "/me")]
async fn me(#[depends(user)] _user: String) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
