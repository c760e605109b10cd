//! Uploads on a socket: refused before they are read whole, and never held in memory.

use aiserve::prelude::*;

use crate::{Connection, Server};

#[endpoint(POST "/upload")]
async fn upload(#[part] file: Upload) -> Json<u64> {
    Json(file.len())
}

fn app() -> App<()> {
    App::stateless().mount(routes![upload])
}

const PART: &str = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\n";
const END: &str = "\r\n--b--\r\n";

async fn head(connection: &mut Connection, length: &str) {
    let media_type = "multipart/form-data; boundary=b";
    connection
        .send(format!("POST /upload HTTP/1.1\r\nhost: test\r\ncontent-type: {media_type}\r\n{length}\r\n\r\n"))
        .await;
}

async fn send(connection: &mut Connection, file: &[u8]) {
    head(connection, &format!("content-length: {}", PART.len() + file.len() + END.len())).await;
    connection.send([PART.as_bytes(), file, END.as_bytes()].concat()).await;
}

#[tokio::test]
async fn a_declared_length_over_the_limit_is_refused_before_a_byte_of_it_is_sent() {
    let server = Server::start(app()).await;
    let mut connection = server.connect().await;
    head(&mut connection, "content-length: 1000000000").await;
    connection.reply().await.assert_problem(413);
}

#[tokio::test]
async fn an_upload_without_a_declared_length_is_refused_where_it_passes_the_limit() {
    let server = Server::start(app().body_limit(100_000)).await;
    let mut connection = server.connect().await;
    head(&mut connection, "transfer-encoding: chunked").await;
    connection.send(format!("{:x}\r\n{PART}\r\n", PART.len())).await;
    // The end never comes: the reply does.
    for _ in 0..3 {
        connection.send(format!("{:x}\r\n{}\r\n", 50_000, "x".repeat(50_000))).await;
    }
    connection.reply().await.assert_problem(413);
}

#[tokio::test]
async fn a_head_of_a_part_without_an_end_is_refused() {
    let server = Server::start(app().body_limit(100_000_000)).await;
    let mut connection = server.connect().await;
    head(&mut connection, "content-length: 90000000").await;
    connection.send("--b\r\n").await;
    let line = format!("x-more: {}\r\n", "x".repeat(10_000));
    let mut sent = 0;
    while sent < 3_000 && connection.try_send(&line).await {
        sent += 1;
    }
    connection.reply().await.assert_problem(400);
}

#[tokio::test]
async fn the_connection_goes_on_after_an_upload() {
    let server = Server::start(app()).await;
    let mut connection = server.connect().await;
    for length in [0, 1, 300_000, 1_000_000] {
        send(&mut connection, &vec![b'\r'; length]).await;
        let reply = connection.reply().await;
        assert_eq!((reply.status, reply.json()), (200, length.into()));
    }
}

/// A client that stops in the middle, and one after it.
#[tokio::test]
async fn an_upload_that_breaks_off_harms_no_other() {
    let server = Server::start(app()).await;
    let mut broken = server.connect().await;
    head(&mut broken, "content-length: 1000000").await;
    broken.send(PART).await;
    drop(broken);
    let mut connection = server.connect().await;
    send(&mut connection, b"abc").await;
    assert_eq!(connection.reply().await.json(), 3);
}

/// Bytes of memory that the process has (proc(5)).
#[cfg(target_os = "linux")]
fn resident() -> usize {
    let status = std::fs::read_to_string("/proc/self/status").unwrap();
    let line = status.lines().find_map(|line| line.strip_prefix("VmRSS:")).unwrap();
    line.trim().trim_end_matches(" kB").parse::<usize>().unwrap() * 1024
}

#[cfg(target_os = "linux")]
#[tokio::test]
async fn a_large_upload_takes_little_memory() {
    const CHUNK: usize = 1024 * 1024;
    const CHUNKS: usize = 96;
    let server = Server::start(app().body_limit(CHUNK * (CHUNKS + 1))).await;
    let mut connection = server.connect().await;
    head(&mut connection, &format!("content-length: {}", PART.len() + CHUNK * CHUNKS + END.len())).await;
    connection.send(PART).await;
    let before = resident();
    let chunk = vec![b'x'; CHUNK];
    for _ in 0..CHUNKS {
        connection.send(&chunk).await;
    }
    connection.send(END).await;
    assert_eq!(connection.reply().await.json(), CHUNK * CHUNKS);
    let more = resident().saturating_sub(before);
    // Other tests of this process run at the same time.
    assert!(more < CHUNK * CHUNKS / 2, "{more} bytes more");
}
