//! errors: 1

use aiserve::prelude::*;

#[websocket("/chat")]
async fn chat(first: WebSocket<Text>, second: WebSocket<Text>) {
    drop((first, second));
}

fn main() {
    let _ = App::stateless().mount(routes![chat]);
}
