//! Connections of HTTP/1: pipelines, expectations, clients that leave, bytes that are no HTTP.

use std::time::Duration;

use crate::{Server, zoo};

#[tokio::test]
async fn pipelined_requests_are_answered_in_order() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    let words: Vec<String> = (0..50).map(|number| format!("word{number}")).collect();
    let requests: Vec<String> =
        words.iter().map(|word| format!("GET /words/{word} HTTP/1.1\r\nhost: test\r\n\r\n")).collect();
    connection.send(requests.concat()).await;
    for word in words {
        assert_eq!(connection.reply().await.json(), word);
    }
}

#[tokio::test]
async fn a_client_that_expects_100_is_told_to_go_on() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    let body = r#"{"text": "a"}"#;
    let head = "POST /notes HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n";
    connection.send(format!("{head}content-length: {}\r\n\r\n", body.len())).await;
    assert_eq!(connection.reply().await.status, 100);
    connection.send(body).await;
    assert_eq!(connection.reply().await.status, 200);
}

#[tokio::test]
async fn a_client_that_expects_100_is_refused_before_it_sends() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    let head = "POST /notes HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\nexpect: 100-continue\r\n";
    connection.send(format!("{head}content-length: 9000000\r\n\r\n")).await;
    connection.reply().await.assert_problem(413);
}

#[tokio::test]
async fn a_client_that_leaves_in_its_body_harms_nobody() {
    let server = Server::start(zoo::app()).await;
    for _ in 0..20 {
        let mut connection = server.connect().await;
        connection
            .send("POST /notes HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: 50\r\n\r\n{")
            .await;
    }
    let mut connection = server.connect().await;
    connection.get("/words/a").await;
    assert_eq!(connection.reply().await.status, 200);
}

#[tokio::test]
async fn bytes_that_are_no_http_end_their_connection_only() {
    let server = Server::start(zoo::app()).await;
    for garbage in ["\u{0}\u{1}\u{2}\r\n\r\n", "GET\r\n\r\n", "GET / HTTP/9.9\r\n\r\n", "PRI * HTTP/2.0\r\n\r\nXX"] {
        let mut connection = server.connect().await;
        connection.send(garbage).await;
        let mut next = server.connect().await;
        next.get("/words/a").await;
        assert_eq!(next.reply().await.status, 200, "{garbage:?}");
    }
}

#[tokio::test]
async fn a_request_that_is_no_http_is_400_even_after_good_ones() {
    let server = Server::start(zoo::app()).await;
    for request in
        ["GET /words/a HTTP/9.9\r\n\r\n", "GET /words/a\u{1}\r\n\r\n", "GET /words/a HTTP/1.1\r\nno field\r\n\r\n"]
    {
        let mut connection = server.connect().await;
        connection.get("/words/a").await;
        assert_eq!(connection.reply().await.status, 200);
        connection.send(request).await;
        assert_eq!(connection.reply().await.status, 400, "{request:?}");
        assert!(connection.ends().await);
    }
}

#[tokio::test]
async fn the_preface_of_http_2_may_begin_like_a_method() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.send("P").await;
    tokio::time::sleep(Duration::from_millis(20)).await;
    connection.send("UT /words/a HTTP/1.1\r\nhost: test\r\n\r\n").await;
    connection.reply().await.assert_problem(405);
}

#[tokio::test]
async fn a_connection_is_closed_if_the_client_says_so() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.send("GET /words/a HTTP/1.1\r\nhost: test\r\nconnection: close\r\n\r\n").await;
    let reply = connection.reply().await;
    assert_eq!((reply.status, reply.header("connection")), (200, Some("close")));
    assert!(connection.ends().await);
}

#[tokio::test]
async fn a_reply_has_its_length_and_date() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.get("/words/abc").await;
    let reply = connection.reply().await;
    assert_eq!(reply.header("content-length"), Some("5"));
    assert_eq!(reply.header("content-type"), Some("application/json"));
    assert!(reply.header("date").is_some_and(|date| date.ends_with("gmt")), "{reply:?}");
}
