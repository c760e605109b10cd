//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[payload(defualt = 3)]
    top: u8,
}

fn main() {}
