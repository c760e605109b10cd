//! How many requests are answered at a time, and what becomes of the others.

use std::time::Duration;

use aiserve::limit::Concurrency;
use aiserve::prelude::*;
use aiserve::respond::generate;

use crate::{Connection, Server, zoo};

/// Two at a time, with as many that wait.
#[endpoint(GET "/paired", concurrency = 2)]
async fn paired() -> NoContent {
    tokio::time::sleep(Duration::from_millis(200)).await;
    NoContent
}

#[endpoint(GET "/numbers")]
async fn numbers() -> Sse<u32> {
    Sse::new(generate(async |mut numbers| {
        loop {
            numbers.send(7).await;
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    }))
}

/// The statuses of requests that are sent at once, in the order of their number.
async fn at_once(server: &Server, target: &'static str, count: usize) -> Vec<u16> {
    let mut connections = Vec::new();
    for _ in 0..count {
        connections.push(server.connect().await);
    }
    let replies = connections.into_iter().map(|mut connection| {
        tokio::spawn(async move {
            connection.get(target).await;
            connection.reply().await.status
        })
    });
    let mut statuses = Vec::new();
    for reply in replies.collect::<Vec<_>>() {
        statuses.push(reply.await.unwrap());
    }
    statuses.sort_unstable();
    statuses
}

#[tokio::test]
async fn some_are_answered_some_wait_and_more_are_refused() {
    let server = Server::start(App::stateless().mount(routes![paired])).await;
    assert_eq!(at_once(&server, "/paired", 6).await, [204, 204, 204, 204, 503, 503]);
    assert_eq!(at_once(&server, "/paired", 4).await, [204; 4]);
}

#[tokio::test]
async fn a_router_s_limit_is_of_all_its_routes_and_of_no_others() {
    let limited = Router::new("/v1").concurrency(Concurrency::new(1).waiting(0)).mount(routes![zoo::slow, zoo::word]);
    let layered = limited.layer(tower::layer::util::Identity::new());
    let server = Server::start(App::stateless().mount(layered).mount(routes![zoo::word])).await;
    let mut slow = server.connect().await;
    slow.get("/v1/slow").await;
    tokio::time::sleep(Duration::from_millis(100)).await;
    let mut other = server.connect().await;
    other.get("/v1/words/a").await;
    let refused = other.reply().await;
    assert_eq!(refused.header("retry-after"), Some("1"));
    let problem = refused.assert_problem(503);
    assert_eq!((&problem["code"], &problem["waiting"]), (&"overloaded".into(), &0.into()));
    other.get("/words/a").await;
    assert_eq!(other.reply().await.status, 200);
    assert_eq!(slow.reply().await.status, 200);
    other.get("/v1/words/a").await;
    assert_eq!(other.reply().await.status, 200);
}

#[tokio::test]
async fn a_stream_counts_until_its_client_leaves() {
    let app = App::stateless().mount(routes![numbers]).concurrency(Concurrency::new(1).waiting(0));
    let server = Server::start(app).await;
    let mut first = server.connect().await;
    first.get("/numbers").await;
    first.until("data: 7").await;
    let mut second = server.connect().await;
    second.get("/numbers").await;
    assert_eq!(second.reply().await.status, 503);
    second.get("/livez").await;
    assert_eq!(second.reply().await.status, 200, "probes are not limited");
    drop(first);
    let mut third = open(&server).await;
    third.until("data: 7").await;
}

/// A stream, once there is room for it.
async fn open(server: &Server) -> Connection {
    loop {
        let mut connection = server.connect().await;
        connection.get("/numbers").await;
        let reply = connection.reply().await;
        if reply.status == 200 {
            return connection;
        }
        tokio::time::sleep(Duration::from_millis(20)).await;
    }
}

#[tokio::test]
async fn the_document_has_503_where_a_limit_is() {
    let app = App::stateless()
        .mount(routes![paired, zoo::word])
        .mount(Router::new("/v1").concurrency(3).mount(routes![zoo::file]));
    let document: serde_json::Value = serde_json::from_str(&app.openapi().unwrap()).unwrap();
    let has = |path: &str| document["paths"][path]["get"]["responses"].get("503").is_some();
    assert_eq!([has("/paired"), has("/words/{word}"), has("/v1/files/{path}")], [true, false, true]);
}

#[cfg(feature = "rate-limit")]
#[tokio::test]
async fn each_client_has_a_quota_that_replies_tell_of() {
    use aiserve::limit::RateLimit;

    let limit = RateLimit::per_hour(60).burst(2);
    let limited = Router::new("/v1").rate_limit(limit).mount(routes![zoo::word, zoo::file]);
    let client = TestClient::new(App::stateless().mount(limited).mount(routes![zoo::word])).await;
    let ask = |target: &str, last: u8| client.get(target).sent_from([192, 0, 2, last]).send();
    let first = ask("/v1/words/a", 7).await;
    first.assert_status(200).assert_header("ratelimit-policy", "\"default\";q=60;w=3600");
    first.assert_header("ratelimit", "\"default\";r=1;t=60");
    ask("/v1/files/b", 7).await.assert_status(200).assert_header("ratelimit", "\"default\";r=0;t=120");
    let refused = ask("/v1/words/c", 7).await;
    refused.assert_status(429).assert_header("retry-after", "60").assert_header("ratelimit", "\"default\";r=0;t=60");
    assert_eq!(refused.json::<serde_json::Value>()["code"], "rate_limited");
    ask("/v1/words/a", 8).await.assert_status(200);
    ask("/words/a", 7).await.assert_status(200);
}

#[cfg(feature = "rate-limit")]
#[tokio::test]
async fn clients_are_told_apart_as_the_service_says() {
    use aiserve::limit::RateLimit;

    let limit = RateLimit::per_hour(1).by(|request| {
        let plan = request.headers().get("x-plan")?.to_str().ok()?;
        (plan != "gold").then(|| plan.to_owned())
    });
    let app = zoo::app().rate_limit(limit);
    let document: serde_json::Value = serde_json::from_str(&app.openapi().unwrap()).unwrap();
    assert!(document["paths"]["/notes"]["post"]["responses"].get("429").is_some());
    let client = TestClient::new(app).await;
    let ask = |plan: &'static str| client.get("/words/a").header("x-plan", plan).send();
    for (plan, status) in [("free", 200), ("free", 429), ("team", 200), ("gold", 200), ("gold", 200)] {
        ask(plan).await.assert_status(status);
    }
}
