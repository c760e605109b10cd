//! `uploads PORT THREADS` serves the route of `uploads.py` on loopback.

use aiserve::prelude::*;

/// Answers with how many bytes came.
#[endpoint(POST "/uploads")]
async fn upload(#[part] file: Upload) -> Json<u64> {
    Json(file.len())
}

fn main() -> std::result::Result<(), Box<dyn std::error::Error>> {
    routes::serve(routes::app().mount(routes![upload]))
}
