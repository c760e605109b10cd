//! errors: 1

use aiserve::payload;

#[payload]
struct Level {
    number: u8,
}

#[payload]
struct Prompt {
    #[payload(default = "three")]
    level: Level,
}

fn main() {}
