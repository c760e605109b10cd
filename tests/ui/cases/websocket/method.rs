//! errors: 1

use aiserve::prelude::*;

#[websocket(GET "/chat")]
async fn chat(socket: WebSocket<Text>) {
    drop(socket);
}

fn main() {
    let _ = App::stateless().mount(routes![chat]);
}
