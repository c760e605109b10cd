//! errors: 1

use aiserve::prelude::*;

#[endpoint(POST "/invoices", callbacks(paid))]
async fn create() -> NoContent {
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![create]);
}
