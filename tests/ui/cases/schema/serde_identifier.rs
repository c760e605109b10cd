//! errors: 1

use aiserve::Schema;

#[derive(Schema)]
#[serde(field_identifier)]
enum Keys {
    Text,
    Top,
}

fn main() {}
