//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[schema(as)]
    text: String,
}

fn main() {}
