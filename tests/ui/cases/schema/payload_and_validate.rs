//! errors: 1

use aiserve::__private::garde::Validate;
use aiserve::payload;

#[payload]
#[derive(PartialEq, Validate)]
struct Prompt {
    text: String,
}

fn main() {}
