//! What `#[endpoint]`, `routes![]` and the derives around them do, through the test client.

#![allow(clippy::unwrap_used, reason = "in a test, an error where there should be none is a failure")]

mod aliases;
mod arguments;
mod background;
mod bodies;
mod deep;
mod depends;
mod description;
mod errors;
mod forms;
mod lifespan;
#[cfg(feature = "msgpack")]
mod negotiated;
#[cfg(feature = "multipart")]
mod parts;
mod patch;
mod raw;
mod replies;
#[cfg(feature = "basic")]
mod security;
mod shapes;
mod state;

use aiserve::prelude::*;
use serde_json::Value;

/// A client of an app without state.
async fn client(app: App<()>) -> TestClient {
    TestClient::new(app).await
}

/// The description of one operation.
fn described<S>(app: &App<S>, path: &str, method: &str) -> Value {
    let mut document: Value = serde_json::from_str(&app.openapi().unwrap()).unwrap();
    document["paths"][path][method].take()
}
