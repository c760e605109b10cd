//! errors: 1

use aiserve::payload;

#[payload]
#[schema(inline)]
struct Tree {
    children: Vec<Tree>,
}

fn main() {}
