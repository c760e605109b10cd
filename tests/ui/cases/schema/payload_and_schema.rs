//! errors: 1

use aiserve::{Schema, payload};

#[payload]
#[derive(Schema)]
struct Prompt {
    text: String,
}

fn main() {}
