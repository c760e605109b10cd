//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[schema(exmaple = "hello")]
    text: String,
}

fn main() {}
