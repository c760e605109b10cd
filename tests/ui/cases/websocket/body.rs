//! errors: 2

use aiserve::prelude::*;

#[payload]
struct Hello {
    name: String,
}

#[websocket("/marked")]
async fn marked(#[body] hello: Hello, socket: WebSocket<Text>) {
    drop((hello, socket));
}

#[websocket("/bare")]
async fn bare(hello: Hello, socket: WebSocket<Text>) {
    drop((hello, socket));
}

fn main() {
    let _ = App::stateless().mount(routes![marked, bare]);
}
