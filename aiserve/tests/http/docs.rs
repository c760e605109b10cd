//! The page that shows the document.

use aiserve::openapi::Server;
use aiserve::prelude::*;

use crate::zoo;

/// What the page at `path` links to, resolved as a browser does.
async fn links(client: &TestClient, path: &str) -> Vec<String> {
    let reply = client.get(path).send().await;
    reply.assert_status(200).assert_header("content-type", "text/html; charset=utf-8");
    let html = reply.text();
    assert!(!html.contains("://"), "the page needs nothing from elsewhere: {html}");
    let parts = html.split(['=', ' ', '>']).filter_map(|part| part.strip_prefix('"')?.strip_suffix('"'));
    let linked = parts.filter(|part| [".js", ".css", ".json"].iter().any(|end| part.ends_with(end)));
    linked.map(|link| resolved(path, link)).collect()
}

fn resolved(page: &str, mut link: &str) -> String {
    let (mut folder, _) = page.rsplit_once('/').unwrap();
    while let Some(rest) = link.strip_prefix("../") {
        (folder, _) = folder.rsplit_once('/').unwrap();
        link = rest;
    }
    format!("{folder}/{link}")
}

#[tokio::test]
async fn its_links_lead_to_its_files_wherever_it_is() {
    for (docs_path, openapi_path) in [("/docs", "/openapi.json"), ("/a/b/docs", "/a/v1.json"), ("/", "/v1.json")] {
        let client = TestClient::new(zoo::app().docs_path(docs_path).openapi_path(openapi_path)).await;
        let links = links(&client, docs_path).await;
        assert_eq!(links.len(), 4, "{links:?}");
        assert!(links.iter().any(|link| link == openapi_path), "{links:?}");
        for link in links {
            client.get(&link).send().await.assert_status(200).assert_header("x-content-type-options", "nosniff");
        }
    }
    TestClient::new(zoo::app().without_docs()).await.get("/docs").send().await.assert_status(404);
}

#[tokio::test]
async fn a_file_is_gzipped_for_those_that_take_it() {
    let client = TestClient::new(zoo::app()).await;
    let get = |accepted| client.get("/docs/swagger-ui.css").header("accept-encoding", accepted).send();
    let (gzip, plain) = (get("br, gzip").await, get("identity").await);
    for reply in [&gzip, &plain] {
        reply.assert_status(200).assert_header("content-type", "text/css; charset=utf-8");
        reply.assert_header("vary", "accept-encoding");
    }
    gzip.assert_header("content-encoding", "gzip");
    assert_eq!(plain.header("content-encoding"), None);
    assert!(plain.text().starts_with(".swagger-ui{"));
    assert!(gzip.bytes().starts_with(&[0x1f, 0x8b]) && gzip.bytes().len() < plain.bytes().len() / 5);
    let tag = gzip.header("etag").unwrap();
    let again = client.get("/docs/swagger-ui.css").header("if-none-match", tag).send().await;
    assert!(again.assert_status(304).assert_header("vary", "accept-encoding").bytes().is_empty());
    let head = client.head("/docs/swagger-ui.css").send().await;
    assert!(head.assert_status(200).bytes().is_empty());
}

#[tokio::test]
async fn its_policy_allows_its_own_files_and_the_servers() {
    let server = Server { url: "https://api.example.com/v1".to_owned(), description: None };
    let client = TestClient::new(zoo::app().server(server)).await;
    let reply = client.get("/docs").send().await;
    let policy = reply.header("content-security-policy").unwrap();
    assert!(policy.starts_with("default-src 'none'; script-src 'self'; style-src 'self'; "), "{policy}");
    assert!(policy.ends_with("connect-src 'self' https://api.example.com"), "{policy}");
}
