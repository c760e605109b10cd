//! errors: 1

use aiserve::Schema;

#[derive(Schema)]
struct Prompt {
    #[garde(length(max = 3))]
    text: String,
}

fn main() {}
