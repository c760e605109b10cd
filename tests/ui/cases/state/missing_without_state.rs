//! errors: 1

use aiserve::prelude::*;

#[derive(Clone)]
struct Pool;

#[endpoint(GET "/items")]
async fn find(pool: State<Pool>) -> NoContent {
    let _ = pool;
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
