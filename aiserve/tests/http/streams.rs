//! Streams of items: what decides on the head, errors, writes, and whoever leaves.

use std::collections::HashMap;
use std::pin::pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aiserve::body::Body;
use aiserve::prelude::*;
use http_body_util::BodyExt;
use hyper::service::Service;
use serde_json::json;
use tokio::sync::Notify;
use tower::util::MapResponseLayer;

use crate::Server;
use crate::server::within;

/// Fails with this message where the count is reached.
async fn count(mut items: aiserve::respond::Items<u32>, to: u32, fails: bool) -> Result<()> {
    for item in 0..to {
        items.send(item).await;
    }
    if fails { Err(Problem::not_found("no more").code("no_more")) } else { Ok(()) }
}

#[endpoint(GET "/events")]
async fn events(#[query] to: u32, #[query(default = false)] fails: bool) -> Sse<u32> {
    Sse::new(generate(move |items| count(items, to, fails)))
}

#[endpoint(GET "/lines", status = 203)]
async fn lines(#[query] to: u32, #[query(default = false)] fails: bool) -> JsonLines<u32> {
    JsonLines::new(generate(move |items| count(items, to, fails)))
}

/// A value that is no JSON.
#[endpoint(GET "/unwritable")]
async fn unwritable(#[query] after: u32) -> JsonLines<HashMap<String, Strange>> {
    JsonLines::new(generate(async move |mut items| {
        for _ in 0..after {
            items.send(HashMap::new()).await;
        }
        items.send(HashMap::from([("a".to_owned(), Strange(1))])).await;
        Ok(())
    }))
}

#[derive(Schema)]
#[schema(as = u8)]
struct Strange(u8);

impl serde::Serialize for Strange {
    fn serialize<S: serde::Serializer>(&self, _: S) -> Result<S::Ok, S::Error> {
        Err(serde::ser::Error::custom(format_args!("{} is strange", self.0)))
    }
}

#[endpoint(GET "/silence")]
async fn silence() -> Sse<u32> {
    Sse::new(generate(async |mut items| {
        items.send(1).await;
        tokio::time::sleep(Duration::from_secs(40)).await;
        items.send(2).await;
        Ok(())
    }))
}

fn app() -> App<()> {
    App::stateless().mount(routes![events, lines, unwritable, silence])
}

#[tokio::test]
async fn items_are_events_and_lines() {
    let client = TestClient::new(app()).await;
    let reply = client.get("/events?to=2").send().await;
    reply.assert_status(200).assert_header("content-type", "text/event-stream; charset=utf-8");
    reply.assert_header("cache-control", "no-cache").assert_header("x-accel-buffering", "no");
    assert_eq!(reply.text(), "data: 0\n\ndata: 1\n\n");
    let reply = client.get("/lines?to=2").send().await;
    reply.assert_status(203).assert_header("content-type", "application/jsonl");
    assert_eq!(reply.text(), "0\n1\n");
}

#[tokio::test]
async fn a_stream_may_be_empty_and_head_has_no_body() {
    let client = TestClient::new(app()).await;
    assert_eq!(client.get("/events?to=0").send().await.assert_status(200).text(), "");
    let reply = client.head("/events?to=2").send().await;
    assert_eq!(reply.assert_status(200).text(), "");
    client.head("/events?to=0&fails=true").send().await.assert_status(404);
}

#[tokio::test]
async fn an_error_before_the_first_item_is_the_reply() {
    let client = TestClient::new(app()).await;
    for path in ["/events", "/lines"] {
        let reply = client.get(format!("{path}?to=0&fails=true")).send().await;
        reply.assert_status(404).assert_header("content-type", "application/problem+json");
        assert_eq!(reply.json::<serde_json::Value>()["code"], "no_more");
        assert_eq!(reply.header("cache-control"), None);
    }
    client.get("/unwritable?after=0").send().await.assert_status(500);
}

#[tokio::test]
async fn a_later_error_is_the_last_event() {
    let client = TestClient::new(app()).await;
    let reply = client.get("/events?to=1&fails=true").send().await;
    let (event, error) = reply.assert_status(200).text().split_once("\n\n").unwrap();
    assert_eq!(event, "data: 0");
    let error: serde_json::Value =
        error.strip_prefix("event: error\ndata: ").map(serde_json::from_str).unwrap().unwrap();
    assert_eq!(
        error,
        json!({"type": "about:blank", "title": "Not Found", "status": 404, "code": "no_more", "detail": "no more"})
    );
}

#[tokio::test]
async fn in_fastapi_s_format_the_last_event_is_fastapi_s_error() {
    let client = TestClient::new(app().errors(ErrorFormat::FastApi)).await;
    let reply = client.get("/events?to=1&fails=true").send().await;
    assert_eq!(reply.text(), "data: 0\n\nevent: error\ndata: {\"detail\":\"no more\"}\n\n");
}

#[tokio::test]
async fn lines_that_fail_are_broken_off() {
    let server = Server::start(app()).await;
    for target in ["/lines?to=1&fails=true", "/unwritable?after=2"] {
        let mut connection = server.connect().await;
        connection.get(target).await;
        let text = connection.rest().await;
        assert!(text.contains("transfer-encoding: chunked") && text.contains("\r\n\r\n"), "{text}");
        assert!(text.ends_with("\n\r\n") && !text.ends_with("0\r\n\r\n"), "the items, and no end: {text}");
    }
}

/// The frames of a reply's body, which each are one write.
async fn frames(app: App<()>, target: &str) -> Vec<String> {
    let started = app.start().await.unwrap();
    let request = http::Request::get(target).body(http_body_util::Full::<bytes::Bytes>::default()).unwrap();
    let Ok(response) = started.call(request).await;
    let mut body = pin!(response.into_body());
    let mut frames = Vec::new();
    while let Some(frame) = body.frame().await {
        frames.push(String::from_utf8(frame.unwrap().into_data().unwrap().to_vec()).unwrap());
    }
    frames
}

#[tokio::test]
async fn items_that_are_ready_share_a_write() {
    let all: Vec<String> = (0..200).map(|item| format!("data: {item}\n\n")).collect();
    assert_eq!(frames(app(), "/events?to=200").await, [all.concat()]);
    // But a write does not grow without end.
    let sizes: Vec<usize> = frames(app(), "/lines?to=10000").await.iter().map(String::len).collect();
    assert!(sizes.len() > 2 && sizes.iter().all(|size| *size < 17_000), "{sizes:?}");
}

#[tokio::test(start_paused = true)]
async fn silence_is_filled_with_comments() {
    let (ping, event) = (": ping\n\n".to_owned(), |item| format!("data: {item}\n\n"));
    assert_eq!(frames(app(), "/silence").await, [event(1), ping.clone(), ping, event(2)]);
}

#[tokio::test]
async fn layers_see_the_head_that_is_sent() {
    let statuses = MapResponseLayer::new(|mut response: http::Response<Body>| {
        let status = response.status().as_str().parse().unwrap();
        response.headers_mut().insert("seen", status);
        response
    });
    let client = TestClient::new(App::stateless().mount(Router::new("").layer(statuses).mount(routes![events]))).await;
    client.get("/events?to=0&fails=true").send().await.assert_status(404).assert_header("seen", "404");
    client.get("/events?to=1&fails=true").send().await.assert_status(200).assert_header("seen", "200");
}

/// Counts the streams that live.
#[derive(Clone, AppState)]
struct Streams {
    lives: Arc<AtomicUsize>,
    left: Arc<Notify>,
}

struct Life(Streams);

impl Drop for Life {
    fn drop(&mut self) {
        self.0.lives.fetch_sub(1, Ordering::SeqCst);
        self.0.left.notify_one();
    }
}

#[endpoint(GET "/endless")]
pub(crate) async fn endless(State(lives): State<Arc<AtomicUsize>>, State(left): State<Arc<Notify>>) -> Sse<u32> {
    lives.fetch_add(1, Ordering::SeqCst);
    let life = Life(Streams { lives, left });
    Sse::new(generate(async move |mut items| {
        let _life = life;
        items.send(1).await;
        std::future::pending().await
    }))
}

#[tokio::test]
async fn a_client_that_leaves_ends_the_stream() {
    let streams = Streams { lives: Arc::default(), left: Arc::default() };
    let server = Server::start(App::with_state(streams.clone()).mount(routes![endless])).await;
    let mut connection = server.connect().await;
    connection.get("/endless").await;
    connection.until("data: 1").await;
    assert_eq!(streams.lives.load(Ordering::SeqCst), 1);
    drop(connection);
    within(streams.left.notified()).await;
    assert_eq!(streams.lives.load(Ordering::SeqCst), 0);
}

#[cfg(unix)]
#[tokio::test]
async fn a_server_that_stops_ends_its_streams() {
    let (mut process, address) = crate::stop::process("streams::a_process_that_streams", &[("AISERVE_DRAIN", "4")]);
    let mut http1 = crate::Connection::to(address).await;
    http1.get("/endless").await;
    http1.until("data: 1").await;
    let start = std::time::Instant::now();
    crate::stop::terminate(&process);
    let text = within(http1.rest()).await;
    let (_, last) = text.split_once("event: error\ndata: ").expect("a last event");
    assert!(last.contains("\"status\":503") && last.ends_with("0\r\n\r\n"), "{last}");
    let waited = start.elapsed();
    assert!(waited > Duration::from_secs(2), "it may go on for a while, not {waited:?}");
    let ended = within(tokio::task::spawn_blocking(move || process.wait())).await.unwrap().unwrap();
    assert!(ended.success(), "{ended}");
}

#[tokio::test]
#[ignore = "the process that another test ends"]
async fn a_process_that_streams() {
    let streams = Streams { lives: Arc::default(), left: Arc::default() };
    crate::stop::serve(App::with_state(streams).mount(routes![endless])).await;
}
