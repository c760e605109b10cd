//! Who the client is is found out before its body is looked at.

use aiserve::prelude::*;
use aiserve::security::same;
use http::HeaderValue;
use http::header::WWW_AUTHENTICATE;

#[payload]
struct Note {
    #[garde(length(chars, min = 1))]
    text: String,
}

#[security(bearer, name = "HTTPBearer")]
struct Shown(String);

#[dependency]
async fn caller(Shown(token): Shown) -> Result<&'static str> {
    if same(&token, "letmein") {
        Ok("ann")
    } else {
        Err(Problem::unauthorized("Unknown token").header(WWW_AUTHENTICATE, HeaderValue::from_static("Bearer")))
    }
}

#[endpoint(POST "/notes")]
async fn add(note: Note, #[depends(caller)] _user: &'static str) -> Note {
    note
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![add])
}
