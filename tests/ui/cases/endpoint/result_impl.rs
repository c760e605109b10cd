//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find() -> impl aiserve::respond::Respond {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
