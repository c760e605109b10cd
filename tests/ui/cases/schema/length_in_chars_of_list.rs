//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(length(chars, min = 1))]
    words: Vec<u8>,
}

fn main() {}
