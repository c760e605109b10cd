//! errors: 1

use aiserve::payload;

struct Limits {
    longest: usize,
}

#[payload]
#[garde(context(Limits as limits))]
struct Prompt {
    #[garde(length(max = limits.longest))]
    text: String,
}

fn main() {}
