//! errors: 1

use aiserve::payload;

#[payload]
#[serde(untagged, tag = "kind")]
enum Shape {
    Circle { radius: f32 },
    Square { side: f32 },
}

fn main() {}
