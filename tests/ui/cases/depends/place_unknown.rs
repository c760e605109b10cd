//! errors: 1

use aiserve::prelude::*;

#[dependency]
async fn user(id: u64) -> aiserve::Result<String> {
    Ok(id.to_string())
}

#[endpoint(GET "/me")]
async fn me(#[depends(user)] _user: String) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
