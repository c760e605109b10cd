//! errors: 1

use aiserve::prelude::*;

struct Said;

#[websocket("/chat")]
async fn chat(socket: WebSocket<Said, Text>) {
    drop(socket);
}

fn main() {
    let _ = App::stateless().mount(routes![chat]);
}
