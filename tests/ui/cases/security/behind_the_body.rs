//! errors: 1

use aiserve::prelude::*;

#[security(bearer)]
struct Key(String);

#[payload]
struct Note {
    text: String,
}

#[endpoint(POST "/notes")]
async fn write(note: Note, _: Key) -> Note {
    note
}

fn main() {
    let _ = App::stateless().mount(routes![write]);
}
