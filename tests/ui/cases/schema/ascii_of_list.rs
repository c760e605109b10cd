//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(ascii)]
    words: Vec<String>,
}

fn main() {}
