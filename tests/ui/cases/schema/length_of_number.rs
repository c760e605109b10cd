//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(length(min = 1))]
    top: u8,
}

fn main() {}
