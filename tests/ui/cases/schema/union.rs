//! errors: 1

use aiserve::Schema;

#[derive(Schema)]
union Bits {
    int: u32,
    float: f32,
}

fn main() {}
