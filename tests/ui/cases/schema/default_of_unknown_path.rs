//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[payload(default = TOP)]
    top: u8,
}

fn main() {}
