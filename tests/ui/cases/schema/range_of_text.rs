//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(range(min = 1, max = 10))]
    text: String,
}

fn main() {}
