//! errors: 1

use aiserve::prelude::*;

#[payload]
struct Login {
    name: String,
}

#[dependency]
async fn user(login: Login) -> aiserve::Result<String> {
    Ok(login.name)
}

#[endpoint(GET "/me")]
async fn me(#[depends(user)] _user: String) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
