//! errors: 1

use aiserve::Schema;

#[derive(Schema)]
enum Shape {
    #[serde(with = "circle")]
    Circle { radius: f32 },
}

fn main() {}
