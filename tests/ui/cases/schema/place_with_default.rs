//! errors: 1

use aiserve::payload;

#[payload]
struct Pair(u8, #[payload(default = 3)] u8);

fn main() {}
