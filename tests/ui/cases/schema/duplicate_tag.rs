//! errors: 1

use aiserve::payload;

#[payload]
#[serde(tag = "kind")]
enum Shape {
    Circle { kind: String },
    Square { side: f32 },
}

fn main() {}
