//! errors: 1

use aiserve::payload;

#[payload]
#[serde(rename_all = "camelCase")]
struct Prompt {
    top_words: String,
    #[serde(alias = "topWords")]
    words: Vec<String>,
}

fn main() {}
