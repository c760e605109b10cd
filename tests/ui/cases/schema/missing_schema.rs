//! errors: 1

use aiserve::__private::serde::{Deserialize, Serialize};
use aiserve::payload;

#[derive(Debug, Clone, Serialize, Deserialize)]
#[serde(crate = "aiserve::__private::serde")]
struct Options {
    top: u8,
}

#[payload]
struct Prompt {
    text: String,
    options: Option<Options>,
}

fn main() {}
