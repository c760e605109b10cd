//! errors: 1

use aiserve::prelude::*;

#[websocket("/rooms/{room}")]
async fn room(room: String) -> Result<()> {
    drop(room);
    Ok(())
}

fn main() {
    let _ = App::stateless().mount(routes![room]);
}
