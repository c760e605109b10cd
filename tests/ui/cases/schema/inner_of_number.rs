//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(inner(range(min = 1)))]
    top: u8,
}

fn main() {}
