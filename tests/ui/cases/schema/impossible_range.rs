//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(range(min = 10, max = 1))]
    top: u8,
}

fn main() {}
