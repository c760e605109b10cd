//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(lenght(max = 3))]
    text: String,
}

fn main() {}
