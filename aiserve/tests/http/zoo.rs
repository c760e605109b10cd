//! The endpoints that the tests call.

use aiserve::prelude::*;

#[payload]
pub(crate) struct Note {
    #[garde(length(chars, min = 1))]
    pub(crate) text: String,
    #[payload(default = 1)]
    pub(crate) copies: u8,
}

/// Gives back what it was sent.
#[endpoint(POST "/notes")]
pub(crate) async fn echo(note: Note) -> Note {
    note
}

#[endpoint(POST "/anything")]
pub(crate) async fn anything(value: Json<serde_json::Value>) -> Json<serde_json::Value> {
    value
}

#[endpoint(GET "/words/{word}")]
pub(crate) async fn word(word: String) -> Json<String> {
    Json(word)
}

#[endpoint(GET "/files/{*path}")]
pub(crate) async fn file(path: String) -> Json<String> {
    Json(path)
}

#[endpoint(GET "/words/special")]
pub(crate) async fn special() -> Json<String> {
    Json("the special one".to_owned())
}

#[endpoint(DELETE "/words/{other_name}")]
pub(crate) async fn forget(other_name: String) -> NoContent {
    drop(other_name);
    NoContent
}

#[endpoint(GET "/panic")]
pub(crate) async fn panics(#[query] at: Option<u8>) -> Json<u8> {
    tokio::task::yield_now().await;
    Json(at.expect("this panic belongs to a test"))
}

#[endpoint(GET "/slow")]
pub(crate) async fn slow(#[query(default = 300)] millis: u64) -> Json<u64> {
    tokio::time::sleep(std::time::Duration::from_millis(millis)).await;
    Json(millis)
}

/// An app with all of them.
pub(crate) fn app() -> App<()> {
    App::stateless().mount(routes![echo, anything, word, file, special, forget, panics, slow])
}
