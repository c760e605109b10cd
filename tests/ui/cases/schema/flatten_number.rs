//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    text: String,
    #[serde(flatten)]
    top: u8,
}

fn main() {}
