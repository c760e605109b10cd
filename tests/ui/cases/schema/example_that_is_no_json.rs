//! errors: 1

use aiserve::payload;

struct Words;

#[payload]
struct Prompt {
    #[schema(example = Words)]
    text: String,
}

fn main() {}
