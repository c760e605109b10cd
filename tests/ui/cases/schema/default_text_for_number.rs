//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[payload(default = "three")]
    top: u8,
}

fn main() {}
