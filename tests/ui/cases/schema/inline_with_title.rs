//! errors: 1

use aiserve::payload;

#[payload]
#[schema(inline, title = "An order")]
enum Order {
    Up,
    Down,
}

fn main() {}
