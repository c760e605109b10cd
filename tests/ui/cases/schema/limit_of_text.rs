//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[schema(gt = 0)]
    text: String,
}

fn main() {}
