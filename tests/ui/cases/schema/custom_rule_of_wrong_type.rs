//! errors: 1

use aiserve::__private::garde;
use aiserve::payload;

fn is_even(value: &u32, (): &()) -> garde::Result {
    if value.is_multiple_of(2) { Ok(()) } else { Err(garde::Error::new("odd")) }
}

#[payload]
struct Prompt {
    #[garde(custom(is_even))]
    text: String,
}

fn main() {}
