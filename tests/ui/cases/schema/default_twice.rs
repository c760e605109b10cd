//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[payload(default = 3)]
    #[serde(default)]
    top: u8,
}

fn main() {}
