//! errors: 1

use aiserve::prelude::*;

struct User;

#[dependency]
async fn user() -> aiserve::Result<User> {
    Ok(User)
}

#[endpoint(GET "/me")]
async fn me(#[depends(user)] _user: User) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
