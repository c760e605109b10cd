//! errors: 1

use aiserve::payload;

struct Options {
    top: u8,
}

#[payload]
struct Prompt {
    text: String,
    options: Option<Options>,
}

fn main() {}
