//! errors: 1

use aiserve::Schema;

struct Foreign {
    size: u8,
}

#[derive(Schema)]
#[serde(remote = "Foreign")]
struct Local {
    size: u8,
}

fn main() {}
