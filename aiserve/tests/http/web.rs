//! Pages of other origins, and bodies that are compressed.

use std::io::{Read, Write};

use aiserve::prelude::*;
use flate2::Compression;
use flate2::read::GzDecoder;
use flate2::write::GzEncoder;
use http::Method;

use crate::zoo;

const ORIGIN: &str = "https://app.example";

#[tokio::test]
async fn a_page_of_a_named_origin_may_call_and_others_may_not() {
    let client = TestClient::new(zoo::app().cors([ORIGIN, "http://localhost:3000"])).await;
    let ask = |origin: &str| {
        let call = client.request(Method::OPTIONS, "/notes").header("origin", origin);
        call.header("access-control-request-method", "POST")
            .header("access-control-request-headers", "x-api-key")
            .send()
    };
    let allowed = ask(ORIGIN).await;
    allowed.assert_status(200).assert_header("access-control-allow-origin", ORIGIN);
    allowed
        .assert_header("access-control-allow-credentials", "true")
        .assert_header("access-control-allow-methods", "POST");
    allowed.assert_header("access-control-allow-headers", "x-api-key").assert_header("access-control-max-age", "600");
    assert_eq!(ask("https://other.example").await.header("access-control-allow-origin"), None);
    let reply = client.get("/words/a").header("origin", ORIGIN).send().await;
    let exposed = "x-request-id,retry-after,ratelimit";
    reply.assert_status(200).assert_header("access-control-expose-headers", exposed);
}

#[tokio::test]
async fn all_origins_may_call_without_cookies() {
    let client = TestClient::new(zoo::app().cors(["*"])).await;
    let reply = client.get("/words/a").header("origin", "https://anywhere.example").send().await;
    reply.assert_status(200).assert_header("access-control-allow-origin", "*");
    assert_eq!(reply.header("access-control-allow-credentials"), None);
}

#[test]
fn an_origin_with_a_path_is_told_when_the_app_is_built() {
    let error = zoo::app().cors(["https://app.example/", "app.example"]).openapi().unwrap_err().to_string();
    assert!(error.contains("the origin `https://app.example/` is wrong"), "{error}");
    assert!(error.contains("the origin `app.example` is wrong"), "{error}");
}

fn packed(text: &str) -> Vec<u8> {
    let mut encoder = GzEncoder::new(Vec::new(), Compression::default());
    encoder.write_all(text.as_bytes()).unwrap();
    encoder.finish().unwrap()
}

#[endpoint(GET "/numbers")]
async fn numbers() -> Sse<u32> {
    Sse::new(aiserve::respond::generate(async |mut numbers| {
        numbers.send(7).await;
        Ok(())
    }))
}

#[tokio::test]
async fn replies_are_compressed_for_who_takes_it_and_streams_never() {
    let client = TestClient::new(zoo::app().mount(routes![numbers]).compress()).await;
    let long = "a".repeat(1000);
    let ask = |target: &str| client.get(target).header("accept-encoding", "gzip").send();
    let reply = ask(&format!("/words/{long}")).await;
    reply.assert_status(200).assert_header("content-encoding", "gzip");
    let mut text = String::new();
    GzDecoder::new(&reply.bytes()[..]).read_to_string(&mut text).unwrap();
    assert_eq!(text, format!("\"{long}\""));
    let plain = client.get(format!("/words/{long}")).send().await;
    assert_eq!(plain.header("content-encoding"), None);
    assert_eq!(ask("/numbers").await.header("content-encoding"), None);
}

#[tokio::test]
async fn a_compressed_body_is_read_and_a_bomb_is_not() {
    let client = TestClient::new(zoo::app().decompress().body_limit(100_000)).await;
    let send = |encoding: &str, body: Vec<u8>| {
        let call = client.post("/anything").header("content-type", "application/json");
        call.header("content-encoding", encoding).body(body).send()
    };
    send("gzip", packed("[1, 2]")).await.assert_status(200).assert_json(&[1, 2]);
    let bomb = packed(&format!("\"{}\"", "a".repeat(10_000_000)));
    assert!(bomb.len() < 20_000);
    send("gzip", bomb).await.assert_status(413);
    send("br", packed("1")).await.assert_status(415);
    let broken = send("gzip", b"no gzip at all".to_vec()).await;
    assert_eq!(broken.status(), 400, "{}", broken.text());
}
