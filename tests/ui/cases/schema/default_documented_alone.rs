//! errors: 1

use aiserve::prelude::*;

#[payload]
struct Change {
    #[schema(default = 3)]
    level: u8,
}

fn main() {
    let _ = <Change as Schema>::BODY;
}
