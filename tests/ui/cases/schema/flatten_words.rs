//! errors: 1

use aiserve::payload;

#[payload]
enum Kind {
    Short,
    Long { words: u8 },
}

#[payload]
struct Prompt {
    text: String,
    #[serde(flatten)]
    kind: Kind,
}

fn main() {}
