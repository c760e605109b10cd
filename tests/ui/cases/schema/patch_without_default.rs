//! errors: 1

use aiserve::prelude::*;

#[derive(serde::Deserialize, Schema)]
struct Change {
    name: Patch<String>,
}

#[endpoint(PATCH "/")]
async fn change(change: Change) -> NoContent {
    let _ = change.name;
    NoContent
}

fn main() {}
