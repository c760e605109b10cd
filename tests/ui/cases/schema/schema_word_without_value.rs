//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[schema(title)]
    text: String,
}

fn main() {}
