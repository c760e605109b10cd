//! errors: 1

use aiserve::prelude::*;

#[security(bearer)]
struct Key(u64);

#[endpoint(GET "/me")]
async fn me(_: Key) -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![me]);
}
