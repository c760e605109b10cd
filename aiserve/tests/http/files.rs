//! Files as replies: whole, parts, conditions, and what happens on the way.

use std::io::Write;
use std::path::PathBuf;

use aiserve::prelude::*;
use aiserve::respond::{AnyMedia, OctetStream};

use crate::Server;

/// A file of its own for a test, removed with it.
struct Kept(PathBuf);

impl Kept {
    fn new(name: &str, bytes: &[u8]) -> Self {
        let path = std::env::temp_dir().join(format!("aiserve-{}-{name}", std::process::id()));
        std::fs::File::create(&path).unwrap().write_all(bytes).unwrap();
        Self(path)
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_file(&self.0);
    }
}

#[derive(Clone, AppState)]
struct Place {
    path: PathBuf,
}

#[endpoint(GET "/file")]
async fn file(State(path): State<PathBuf>) -> Result<File> {
    Ok(File::open(path).await?)
}

#[endpoint(GET "/download")]
async fn download(State(path): State<PathBuf>) -> Result<File<OctetStream>> {
    Ok(File::open(path).await?.download("the report.txt"))
}

#[endpoint(GET "/memory")]
async fn memory() -> File<OctetStream> {
    File::from_bytes(&b"0123456789"[..])
}

fn app(kept: &Kept) -> App<Place> {
    App::with_state(Place { path: kept.0.clone() }).mount(routes![file, download, memory])
}

/// Bytes that tell their place.
fn numbers(length: usize) -> Vec<u8> {
    (0..length).map(|place| u8::try_from(place % 251).unwrap()).collect()
}

#[tokio::test]
async fn a_file_is_sent_whole_with_its_length() {
    let kept = Kept::new("whole.txt", &numbers(200_000));
    let client = TestClient::new(app(&kept)).await;
    let reply = client.get("/file").send().await;
    reply.assert_status(200).assert_header("content-type", "text/plain; charset=utf-8");
    reply.assert_header("content-length", "200000").assert_header("accept-ranges", "bytes");
    assert!(reply.header("etag").is_some() && reply.header("last-modified").is_some());
    assert_eq!(*reply.bytes(), numbers(200_000));
    let reply = client.get("/download").send().await;
    reply.assert_header("content-disposition", "attachment; filename=\"the report.txt\"");
    reply.assert_header("content-type", "application/octet-stream");
}

#[tokio::test]
async fn parts_are_sent_alone() {
    let kept = Kept::new("parts.bin", &numbers(200_000));
    let client = TestClient::new(app(&kept)).await;
    for (range, part, described) in [
        ("bytes=0-0", 0..1, "bytes 0-0/200000"),
        ("bytes=70000-", 70_000..200_000, "bytes 70000-199999/200000"),
        ("bytes=-5", 199_995..200_000, "bytes 199995-199999/200000"),
    ] {
        let reply = client.get("/file").header("range", range).send().await;
        reply.assert_status(206).assert_header("content-range", described);
        assert_eq!(*reply.bytes(), numbers(200_000)[part]);
    }
    let reply = client.get("/file").header("range", "bytes=200000-").send().await;
    reply.assert_status(416).assert_header("content-range", "bytes */200000");
    assert_eq!(client.get("/memory").header("range", "bytes=2-3").send().await.assert_status(206).text(), "23");
}

#[tokio::test]
async fn what_the_client_has_is_not_sent_again() {
    let kept = Kept::new("cached.png", b"a");
    let client = TestClient::new(app(&kept)).await;
    for target in ["/file", "/memory"] {
        let reply = client.get(target).send().await;
        let tag = reply.header("etag").unwrap();
        let again = client.get(target).header("if-none-match", tag).send().await;
        again.assert_status(304).assert_header("etag", tag);
        assert_eq!((again.text(), again.header("content-type")), ("", None));
        client.get(target).header("if-match", "\"another\"").send().await.assert_status(412);
    }
    let before = client.get("/file").send().await.header("etag").unwrap().to_owned();
    std::fs::write(&kept.0, b"changed").unwrap();
    let reply = client.get("/file").header("if-none-match", &before).send().await;
    assert_eq!(reply.assert_status(200).text(), "changed");
}

#[tokio::test]
async fn a_head_request_gets_the_head_alone() {
    let kept = Kept::new("head.txt", b"abc");
    let reply = TestClient::new(app(&kept)).await.head("/file").send().await;
    reply.assert_status(200).assert_header("content-length", "3");
    assert_eq!(reply.text(), "");
}

#[tokio::test]
async fn a_file_that_is_not_there_or_none_is_an_error() {
    assert!(File::<AnyMedia>::open("/nowhere/at/all").await.is_err());
    assert!(File::<AnyMedia>::open(std::env::temp_dir()).await.is_err());
    let kept = Kept::new("gone.txt", b"abc");
    let client = TestClient::new(app(&kept)).await;
    std::fs::remove_file(&kept.0).unwrap();
    client.get("/file").send().await.assert_status(500);
}

#[tokio::test]
async fn an_empty_file_has_no_ranges() {
    let kept = Kept::new("empty.txt", b"");
    let client = TestClient::new(app(&kept)).await;
    assert_eq!(client.get("/file").send().await.assert_status(200).text(), "");
    client.get("/file").header("range", "bytes=0-").send().await.assert_status(416);
}

#[tokio::test]
async fn on_a_connection_the_file_has_its_length_and_the_connection_goes_on() {
    let kept = Kept::new("wire.txt", &numbers(100_000));
    let server = Server::start(app(&kept)).await;
    let mut connection = server.connect().await;
    connection.get("/file").await;
    assert_eq!(connection.reply().await.body, numbers(100_000));
    connection.get("/memory").await;
    assert_eq!(connection.reply().await.body, b"0123456789");
}
