//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[schema(as = Txt)]
    text: String,
}

fn main() {}
