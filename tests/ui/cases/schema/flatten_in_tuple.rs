//! errors: 1

use aiserve::payload;

#[payload]
struct Options {
    top: u8,
}

#[payload]
struct Pair(u8, #[serde(flatten)] Options);

fn main() {}
