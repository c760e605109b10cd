//! Methods and targets: which route they lead to, and what the absurd ones get.

use aiserve::prelude::*;
use http::Method;
use serde_json::json;

use crate::{Server, zoo};

async fn client() -> TestClient {
    TestClient::new(zoo::app()).await
}

#[tokio::test]
async fn parameters_are_percent_decoded_once() {
    let client = client().await;
    for (target, word) in [
        ("/words/plain", "plain"),
        ("/words/caf%C3%A9", "café"),
        ("/words/a%20b", "a b"),
        ("/words/a+b", "a+b"),
        ("/words/100%25", "100%"),
        ("/words/%2541", "%41"),
        ("/files/a/b%2Fc", "a/b/c"),
    ] {
        client.get(target).send().await.assert_status(200).assert_json(word);
    }
}

#[tokio::test]
async fn the_fixed_part_of_a_path_may_be_escaped_too() {
    client().await.get("/w%6Frds/a").send().await.assert_status(200).assert_json("a");
}

#[tokio::test]
async fn a_fixed_path_wins_over_a_parameter() {
    client().await.get("/words/special").send().await.assert_json("the special one");
    client().await.delete("/words/other").send().await.assert_status(204);
}

#[tokio::test]
async fn escapes_that_mean_nothing_are_told() {
    for (target, reason) in
        [("/words/%zz", "two hexadecimal digits"), ("/%", "two hexadecimal digits"), ("/words/%ff", "UTF-8")]
    {
        let reply = client().await.get(target).send().await;
        reply.assert_status(400).assert_header("content-type", "application/problem+json");
        assert!(reply.text().contains(reason), "{target}: {}", reply.text());
    }
}

#[tokio::test]
async fn absurd_paths_are_404() {
    for target in ["/", "//", "//words/a", "/words", "/words/", "/words/a/", "/words//", "/../words/a", "/./words/a"] {
        let reply = client().await.get(target).send().await;
        reply.assert_status(404).assert_header("content-type", "application/problem+json");
        reply.assert_json(&json!({"type": "about:blank", "title": "Not Found", "status": 404}));
    }
}

#[tokio::test]
async fn a_method_that_the_path_lacks_is_405_with_all_that_it_has() {
    let reply = client().await.put("/words/a").send().await;
    reply.assert_status(405).assert_header("allow", "DELETE, GET, HEAD");
    reply.assert_json(&json!({"type": "about:blank", "title": "Method Not Allowed", "status": 405}));
    client().await.get("/notes").send().await.assert_status(405).assert_header("allow", "POST");
    let invented = Method::from_bytes(b"BREW").unwrap();
    client().await.request(invented, "/notes").send().await.assert_status(405);
    client().await.request(Method::OPTIONS, "/notes").send().await.assert_status(405);
}

#[tokio::test]
async fn head_is_get_without_its_body() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.send("HEAD /words/abc HTTP/1.1\r\nhost: test\r\n\r\nGET /words/de HTTP/1.1\r\nhost: test\r\n\r\n").await;
    let head = connection.reply_to("HEAD").await;
    assert_eq!((head.status, head.header("content-length")), (200, Some("5")));
    assert_eq!(connection.reply().await.json(), "de");
}

#[tokio::test]
async fn slashes_are_redirected_only_if_asked() {
    let client = TestClient::new(zoo::app().redirect_slashes(true)).await;
    let reply = client.get("/words/a/?q=1&q=%20").send().await;
    reply.assert_status(307).assert_header("location", "/words/a?q=1&q=%20");
    assert!(reply.bytes().is_empty());
    client.get("//evil.example/").send().await.assert_status(404);
    client.get("/nowhere/").send().await.assert_status(404);
}

#[tokio::test]
async fn fastapi_s_format_has_fastapi_s_texts() {
    let client = TestClient::new(zoo::app().errors(ErrorFormat::FastApi)).await;
    client.get("/nowhere").send().await.assert_status(404).assert_json(&json!({"detail": "Not Found"}));
    let reply = client.put("/words/a").send().await;
    reply
        .assert_status(405)
        .assert_json(&json!({"detail": "Method Not Allowed"}))
        .assert_header("allow", "DELETE, GET");
}

#[tokio::test]
async fn a_long_path_is_served_and_an_endless_one_refused() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.get(&format!("/words/{}", "a".repeat(60_000))).await;
    assert_eq!(connection.reply().await.status, 200);
    connection.get(&format!("/words/{}", "a".repeat(70_000))).await;
    assert_eq!(connection.reply().await.status, 414);
    let mut bomb = server.connect().await;
    bomb.send(format!("GET /words/a HTTP/1.1\r\nhost: test\r\nx-bomb: {}", "a".repeat(410_000))).await;
    assert_eq!(bomb.reply().await.status, 431);
    let mut next = server.connect().await;
    next.get("/words/a").await;
    assert_eq!(next.reply().await.status, 200);
}

#[tokio::test]
async fn targets_that_are_no_paths_are_404() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.send("OPTIONS * HTTP/1.1\r\nhost: test\r\n\r\n").await;
    connection.reply().await.assert_problem(404);
    connection.send("GET http://test/words/a HTTP/1.1\r\nhost: test\r\n\r\n").await;
    assert_eq!(connection.reply().await.status, 200);
}
