//! The numbers of routes, as `/metrics` shows them.

use crate::server::within;
use crate::{Server, zoo};

/// The page.
async fn metrics(server: &Server) -> String {
    let mut connection = server.connect().await;
    connection.get("/metrics").await;
    String::from_utf8(connection.reply().await.body).unwrap()
}

/// Waits until the page has all of these lines.
async fn shows(server: &Server, lines: &[&str]) {
    within(async {
        loop {
            let page = metrics(server).await;
            if lines.iter().all(|line| page.lines().any(|shown| shown == *line)) {
                return;
            }
            tokio::time::sleep(std::time::Duration::from_millis(5)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn requests_are_counted_by_the_template_of_their_route_and_their_status() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    for target in ["/words/a", "/words/b", "/nowhere", "/words/c"] {
        connection.get(target).await;
        connection.reply().await;
    }
    for body in [r#"{"text": "a"}"#, r#"{"text": ""}"#] {
        connection.post("/notes", body).await;
        connection.reply().await;
    }
    let page = metrics(&server).await;
    for line in [
        r#"aiserve_requests_total{method="GET",route="/words/{word}",status="200"} 3"#,
        r#"aiserve_requests_total{method="POST",route="/notes",status="200"} 1"#,
        r#"aiserve_requests_total{method="POST",route="/notes",status="422"} 1"#,
        r#"aiserve_requests_total{method="",route="",status="404"} 1"#,
        r#"aiserve_requests_inflight{method="GET",route="/words/{word}"} 0"#,
    ] {
        assert!(page.lines().any(|shown| shown == line), "{line} in {page}");
    }
    assert!(!page.contains("/words/a"), "paths are no labels: {page}");
}

#[tokio::test]
async fn what_is_under_way_is_shown_until_its_client_left() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    connection.get("/slow?millis=60000").await;
    shows(&server, &[r#"aiserve_requests_inflight{method="GET",route="/slow"} 1"#]).await;
    drop(connection);
    shows(&server, &[r#"aiserve_requests_inflight{method="GET",route="/slow"} 0"#]).await;
}
