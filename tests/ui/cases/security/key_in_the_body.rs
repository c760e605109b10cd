//! errors: 1

use aiserve::prelude::*;

#[security(api_key(body = "key"))]
struct Key(String);

#[endpoint(GET "/me")]
async fn me(_: Key) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
