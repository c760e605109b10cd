//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/items")]
async fn find(#[header(rename = "x trace")] trace: Option<String>) -> Json<Option<String>> {
    Json(trace)
}

fn main() {
    let _ = App::stateless().mount(routes![find]);
}
