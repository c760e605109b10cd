//! Bodies that are no good: each gets a problem that says where and why, and the connection goes on.

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::{Connection, Server, zoo};

async fn client() -> TestClient {
    TestClient::new(zoo::app()).await
}

#[tokio::test]
async fn malformed_json_is_told_with_its_offset() {
    let reply =
        client().await.post("/notes").header("content-type", "application/json").body("{\"text\": }").send().await;
    reply.assert_status(422).assert_error(["body", "9"], "json_invalid");
}

#[tokio::test]
async fn json_that_is_not_utf_8_is_malformed() {
    let bytes: &[u8] = b"{\"text\": \"\xff\"}";
    let reply = client().await.post("/notes").header("content-type", "application/json").body(bytes).send().await;
    reply.assert_status(422);
    assert_eq!(reply.json::<Value>()["errors"][0]["type"], "json_invalid");
}

#[tokio::test]
async fn json_nested_too_deep_is_refused() {
    let deep = "[".repeat(100_000) + &"]".repeat(100_000);
    let reply = client().await.post("/anything").header("content-type", "application/json").body(deep).send().await;
    reply.assert_status(422);
    assert_eq!(reply.json::<Value>()["errors"][0]["type"], "json_invalid");
}

#[tokio::test]
async fn a_key_twice_is_refused_where_serde_refuses_it() {
    let twice = r#"{"text": "a", "text": "b"}"#;
    let client = client().await;
    let reply = client.post("/notes").header("content-type", "application/json").body(twice).send().await;
    reply.assert_status(422);
    let reply = client.post("/anything").header("content-type", "application/json").body(twice).send().await;
    reply.assert_status(200).assert_json(&json!({"text": "b"}));
}

#[tokio::test]
async fn a_missing_body_is_a_mistake_of_the_body() {
    client().await.post("/notes").send().await.assert_status(422).assert_error(["body"], "missing");
}

#[tokio::test]
async fn another_media_type_is_415() {
    for media_type in ["text/plain", "application/x-www-form-urlencoded", "application/jsonl"] {
        let reply = client().await.post("/notes").header("content-type", media_type).body("text=a").send().await;
        reply.assert_status(415).assert_header("content-type", "application/problem+json");
    }
    client().await.post("/notes").body(r#"{"text": "a"}"#).send().await.assert_status(415);
}

#[tokio::test]
async fn a_parameter_of_the_media_type_changes_nothing() {
    let call = client().await.post("/notes").header("content-type", "application/json; charset=utf-8");
    call.body(r#"{"text": "a"}"#).send().await.assert_status(200).assert_json(&json!({"text": "a", "copies": 1}));
}

#[tokio::test]
async fn the_limit_of_a_body_is_2_mib_unless_said() {
    let text = |length: usize| format!("\"{}\"", "a".repeat(length - 2));
    let client = client().await;
    let send = |body: String| client.post("/anything").header("content-type", "application/json").body(body).send();
    send(text(2 * 1024 * 1024)).await.assert_status(200);
    send(text(2 * 1024 * 1024 + 1)).await.assert_status(413);
    let small = TestClient::new(zoo::app().body_limit(10)).await;
    small.post("/anything").json(&json!("12345678")).send().await.assert_status(200);
    small.post("/anything").json(&json!("123456789")).send().await.assert_status(413);
}

#[tokio::test]
async fn a_declared_length_over_the_limit_is_refused_before_the_body_is_sent() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    let length = 3 * 1024 * 1024;
    let head = "POST /notes HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\n";
    connection.send(format!("{head}content-length: {length}\r\n\r\n")).await;
    connection.reply().await.assert_problem(413);
}

#[tokio::test]
async fn a_chunked_body_over_the_limit_is_refused() {
    let server = Server::start(zoo::app().body_limit(1000)).await;
    let mut connection = server.connect().await;
    chunked(&mut connection, "/notes", &[&"a".repeat(600), &"a".repeat(600)]).await;
    connection.reply().await.assert_problem(413);
}

#[tokio::test]
async fn a_chunked_body_is_put_together() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    chunked(&mut connection, "/notes", &[r#"{"te"#, r#"xt": "a"#, r#"b"}"#]).await;
    let reply = connection.reply().await;
    assert_eq!((reply.status, reply.json()), (200, json!({"text": "ab", "copies": 1})));
}

#[tokio::test]
async fn the_connection_goes_on_after_every_refusal() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    for (body, status) in [("{", 422), ("{}", 422), (r#"{"text": ""}"#, 422), (r#"{"text": "a"}"#, 200)] {
        connection.post("/notes", body).await;
        assert_eq!(connection.reply().await.status, status, "{body}");
    }
    connection.post("/nowhere", "{}").await;
    connection.reply().await.assert_problem(404);
    connection
        .send("POST /notes HTTP/1.1\r\nhost: test\r\ncontent-type: text/plain\r\ncontent-length: 2\r\n\r\nhi")
        .await;
    connection.reply().await.assert_problem(415);
    connection.post("/notes", r#"{"text": "a"}"#).await;
    assert_eq!(connection.reply().await.status, 200);
}

#[tokio::test]
async fn a_client_that_sends_all_of_a_refused_body_reads_the_refusal() {
    let server = Server::start(zoo::app()).await;
    for _ in 0..10 {
        let mut connection = server.connect().await;
        connection.post("/notes", "a".repeat(5 * 1024 * 1024)).await;
        connection.reply().await.assert_problem(413);
    }
}

#[tokio::test]
async fn the_connection_goes_on_after_a_refused_body_of_moderate_size() {
    let server = Server::start(zoo::app().body_limit(1000)).await;
    let mut connection = server.connect().await;
    for _ in 0..10 {
        connection.post("/notes", "a".repeat(100_000)).await;
        connection.reply().await.assert_problem(413);
        let head = "POST /notes HTTP/1.1\r\nhost: test\r\ncontent-type: text/plain\r\ncontent-length: 900\r\n\r\n";
        connection.send(head).await;
        connection.send("a".repeat(900)).await;
        connection.reply().await.assert_problem(415);
    }
}

#[tokio::test]
async fn an_endless_body_is_cut_off() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    let head = "host: test\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    connection.send(format!("POST /notes HTTP/1.1\r\n{head}")).await;
    let chunk = format!("100000\r\n{}\r\n", "a".repeat(0x10_0000));
    let mut sent = 0;
    while connection.try_send(&chunk).await {
        sent += 1;
        assert!(sent < 200, "the server reads for ever");
    }
}

async fn chunked(connection: &mut Connection, path: &str, chunks: &[&str]) {
    let head = "host: test\r\ncontent-type: application/json\r\ntransfer-encoding: chunked\r\n\r\n";
    connection.send(format!("POST {path} HTTP/1.1\r\n{head}")).await;
    for chunk in chunks {
        connection.send(format!("{:x}\r\n{chunk}\r\n", chunk.len())).await;
    }
    connection.send("0\r\n\r\n").await;
}

#[endpoint(PUT "/raw")]
async fn raw(mut body: BodyStream) -> Result<Json<usize>> {
    let mut length = 0;
    while let Some(data) = body.next().await? {
        length += data.len();
    }
    Ok(Json(length))
}

#[tokio::test]
async fn a_stream_over_the_limit_ends_in_a_refusal() {
    let server = Server::start(App::stateless().body_limit(1000).mount(routes![raw])).await;
    let mut connection = server.connect().await;
    connection.send("PUT /raw HTTP/1.1\r\nhost: test\r\ntransfer-encoding: chunked\r\n\r\n").await;
    let chunk = format!("{:x}\r\n{}\r\n", 600, "a".repeat(600));
    connection.send(&chunk).await;
    // The end never comes: the reply does.
    connection.send(&chunk).await;
    connection.reply().await.assert_problem(413);
    let mut connection = server.connect().await;
    connection.send("PUT /raw HTTP/1.1\r\nhost: test\r\ncontent-length: 1001\r\n\r\n").await;
    connection.reply().await.assert_problem(413);
}

/// A list so long that it is decoded where no other connection waits for it.
#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn a_large_body_is_read_whole_and_judged_as_any_other() {
    #[endpoint(POST "/sum")]
    async fn sum(#[body] numbers: Vec<u32>) -> Json<u64> {
        Json(numbers.into_iter().map(u64::from).sum())
    }

    let server = Server::start(App::stateless().body_limit(8 << 20).mount(routes![sum])).await;
    let mut connection = server.connect().await;
    let numbers = vec!["123456"; 200_000].join(",");
    connection.post("/sum", format!("[{numbers}]")).await;
    assert_eq!(connection.reply().await.json(), 200_000_u64 * 123_456);
    connection.post("/sum", format!("[{numbers},-1,true]")).await;
    let problem = connection.reply().await.assert_problem(422);
    let places: Vec<_> = problem["errors"].as_array().unwrap().iter().map(|error| &error["loc"][1]).collect();
    assert_eq!(places, [200_000, 200_001]);
}
