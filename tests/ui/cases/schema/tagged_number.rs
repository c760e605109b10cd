//! errors: 1

use aiserve::payload;

#[payload]
#[serde(tag = "kind")]
enum Shape {
    Circle { radius: f32 },
    Square(f32),
}

fn main() {}
