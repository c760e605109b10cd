//! errors: 1

use aiserve::payload;

#[payload]
#[schema(rename = "my prompt")]
struct Prompt {
    text: String,
}

fn main() {}
