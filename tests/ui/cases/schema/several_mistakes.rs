//! errors: 3

use aiserve::payload;

#[payload]
struct Prompt {
    #[garde(range(min = 3, max = 1))]
    top: u8,
    #[garde(lenght(max = 3))]
    text: String,
    #[schema(titel = "Words")]
    words: Vec<String>,
}

#[payload]
struct Batch {
    prompts: Vec<Prompt>,
}

fn main() {
    let _ = |batch: Batch| batch.prompts.clone();
}
