//! errors: 1

use aiserve::payload;

#[payload]
#[serde(rename_all = "lowercase")]
enum Size {
    XL,
    Xl,
}

fn main() {}
