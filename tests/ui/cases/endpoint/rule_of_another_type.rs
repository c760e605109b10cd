//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find(
    #[query]
    #[garde(range(min = 1))]
    name: String,
) -> String {
    name
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
