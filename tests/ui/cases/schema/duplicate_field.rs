//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    text: String,
    #[serde(rename = "text")]
    words: Vec<String>,
}

fn main() {}
