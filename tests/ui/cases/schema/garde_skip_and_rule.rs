//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(skip, length(max = 3))]
    text: String,
}

fn main() {}
