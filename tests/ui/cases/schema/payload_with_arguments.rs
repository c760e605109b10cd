//! errors: 1

use aiserve::payload;

#[payload(default = 3)]
struct Prompt {
    top: u8,
}

fn main() {}
