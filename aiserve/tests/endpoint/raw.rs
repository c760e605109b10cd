//! `Bytes`, `BodyStream` and `RequestParts`: the request as it came.

use aiserve::prelude::*;
use aiserve::respond::{OctetStream, Png};
use serde_json::{Value, json};

use super::{client, described};

#[endpoint(PUT "/echo")]
async fn echo(body: Bytes) -> Bytes {
    body
}

#[endpoint(PUT "/picture")]
async fn picture(body: Bytes<Png>) -> Json<usize> {
    Json(body.len())
}

#[endpoint(PUT "/stream/{id}")]
async fn stream(id: u8, mut body: BodyStream, request: RequestParts) -> Result<Json<Value>> {
    let mut length = 0;
    while let Some(data) = body.next().await? {
        length += data.len();
    }
    let agent = request.headers.get("user-agent").and_then(|agent| agent.to_str().ok());
    Ok(Json(json!([id, length, request.method.as_str(), request.uri.path(), agent])))
}

fn app() -> App<()> {
    App::stateless().body_limit(100).mount(routes![echo, picture, stream])
}

#[tokio::test]
async fn bytes_are_taken_as_they_are() {
    let client = client(app()).await;
    for body in [&b"\xff\x00\r\n"[..], b""] {
        let reply = client.put("/echo").body(body).send().await;
        assert_eq!(reply.assert_status(200).bytes(), body);
    }
    client.put("/echo").header("content-type", "text/plain").body("hi").send().await.assert_status(200);
}

#[tokio::test]
async fn a_named_media_type_is_asked_for() {
    let client = client(app()).await;
    let put = |media_type| client.put("/picture").header("content-type", media_type).body("123");
    put("Image/PNG; a=b").send().await.assert_status(200).assert_json(&3);
    put("image/jpeg").send().await.assert_status(415);
    client.put("/picture").body("123").send().await.assert_status(415);
}

#[tokio::test]
async fn a_stream_has_the_head_beside_it() {
    let reply = client(app()).await.put("/stream/7").header("user-agent", "me").body("x".repeat(100)).send().await;
    reply.assert_status(200).assert_json(&json!([7, 100, "PUT", "/stream/7", "me"]));
}

#[tokio::test]
async fn the_limit_holds() {
    let client = client(app()).await;
    for path in ["/echo", "/stream/7"] {
        client.put(path).body("x".repeat(101)).send().await.assert_status(413);
    }
}

#[test]
fn they_are_described_without_a_schema() {
    let body = |path| described(&app(), path, "put")["requestBody"].take();
    assert_eq!(body("/echo"), json!({"required": false, "content": {"application/octet-stream": {}}}));
    assert_eq!(body("/picture"), json!({"required": false, "content": {"image/png": {}}}));
    assert_eq!(body("/stream/{id}"), body("/echo"));
    let _: Bytes<OctetStream> = Bytes::new("x");
}
