//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(required)]
    text: String,
}

fn main() {}
