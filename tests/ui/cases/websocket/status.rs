//! errors: 1

use aiserve::prelude::*;

#[websocket("/chat", status = 200)]
async fn chat(socket: WebSocket<Text>) {
    drop(socket);
}

fn main() {
    let _ = App::stateless().mount(routes![chat]);
}
