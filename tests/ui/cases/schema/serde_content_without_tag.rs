//! errors: 1

use aiserve::payload;

#[payload]
#[serde(content = "value")]
enum Shape {
    Circle { radius: f32 },
    Square { side: f32 },
}

fn main() {}
