//! errors: 1

use aiserve::payload;

#[payload]
struct Pair(u8, #[serde(skip_serializing)] u8);

fn main() {}
