//! errors: 3

use aiserve::prelude::*;

#[dependency]
async fn user() -> String {
    String::new()
}

#[endpoint(GET "/me")]
async fn me(#[depends(user)] _user: String) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
