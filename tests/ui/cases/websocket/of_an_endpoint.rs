//! errors: 1

use aiserve::prelude::*;

#[endpoint(GET "/chat")]
async fn chat(socket: WebSocket<Text>) -> NoContent {
    drop(socket);
    NoContent
}

fn main() {
    let _ = App::stateless().mount(routes![chat]);
}
