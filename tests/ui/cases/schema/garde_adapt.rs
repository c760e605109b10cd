//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(adapt(adapter))]
    text: String,
}

fn main() {}
