//! errors: 1

use aiserve::prelude::*;

#[websocket("/chat")]
async fn chat(socket: WebSocket<Text>) -> Result<Text> {
    drop(socket);
    Ok(Text(String::new()))
}

fn main() {
    let _ = App::stateless().mount(routes![chat]);
}
