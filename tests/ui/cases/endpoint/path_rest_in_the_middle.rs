//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/files/{*path}/raw")]
async fn find(path: String) -> String {
    path
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
