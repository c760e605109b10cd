//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[serde(renam = "text")]
    words: String,
}

fn main() {
    let _ = |prompt: Prompt| prompt.clone();
}
