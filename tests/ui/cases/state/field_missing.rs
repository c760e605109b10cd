//! errors: 1

use aiserve::prelude::*;

#[derive(Clone)]
struct Pool;

#[derive(AppState)]
struct Services {
    name: String,
}

#[endpoint(GET "/items")]
async fn find(pool: State<Pool>) -> NoContent {
    let _ = pool;
    NoContent
}

fn main() {
    let _ = App::with_state(Services { name: String::new() }).mount(routes![find]);
}
