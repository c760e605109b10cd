//! errors: 1

use aiserve::prelude::*;

#[security(oauth2(implicit(token_url = "/token")))]
struct Key(String);

#[endpoint(GET "/me")]
async fn me(_: Key) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
