//! errors: 1
//! Only one state type holds the pool; the app has another.

use aiserve::prelude::*;

#[derive(Clone)]
struct Pool;

#[derive(AppState)]
struct Services {
    pool: Pool,
}

#[derive(AppState)]
struct Other {
    name: String,
}

#[endpoint(GET "/items")]
async fn find(pool: State<Pool>) -> NoContent {
    let _ = pool;
    NoContent
}

fn main() {
    let _ = App::with_state(Services { pool: Pool }).mount(routes![find]);
    let _ = App::with_state(Other { name: String::new() }).mount(routes![find]);
}
