//! errors: 1

use aiserve::payload;

#[payload]
#[serde(tag = "kind")]
enum Shape {
    Circle { radius: f32 },
    Rectangle(f32, f32),
}

fn main() {}
