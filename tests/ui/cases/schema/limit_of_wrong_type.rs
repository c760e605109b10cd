//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(range(max = 1.5))]
    top: u8,
}

fn main() {}
