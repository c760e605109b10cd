//! HTTP/2 on the same port, with prior knowledge.

use bytes::Bytes;
use http::{Request, StatusCode, Version};
use http_body_util::{BodyExt, Full};
use hyper::client::conn::http2::{SendRequest, handshake};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;

use crate::{Server, zoo};

async fn client(server: &Server) -> SendRequest<Full<Bytes>> {
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (client, connection) = handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    client
}

fn post(server: &Server, body: String) -> Request<Full<Bytes>> {
    let uri = format!("http://{}/anything", server.address);
    Request::post(uri).header("content-type", "application/json").body(body.into()).unwrap()
}

#[tokio::test]
async fn requests_share_a_connection() {
    let server = Server::start(zoo::app()).await;
    let client = client(&server).await;
    let calls = (0..20).map(|number| {
        let (mut client, request) = (client.clone(), post(&server, number.to_string()));
        tokio::spawn(async move {
            let reply = client.send_request(request).await.unwrap();
            assert_eq!((reply.status(), reply.version()), (StatusCode::OK, Version::HTTP_2));
            assert_eq!(reply.into_body().collect().await.unwrap().to_bytes(), number.to_string());
        })
    });
    for call in calls.collect::<Vec<_>>() {
        call.await.unwrap();
    }
}

#[tokio::test]
async fn a_body_over_the_limit_is_413_and_the_connection_goes_on() {
    let server = Server::start(zoo::app().body_limit(100_000)).await;
    let mut client = client(&server).await;
    let reply = client.send_request(post(&server, format!("\"{}\"", "a".repeat(300_000)))).await.unwrap();
    assert_eq!(reply.status(), 413);
    let reply = client.send_request(post(&server, "1".to_owned())).await.unwrap();
    assert_eq!(reply.status(), 200);
}

#[tokio::test]
async fn head_has_a_length_and_no_body() {
    let server = Server::start(zoo::app()).await;
    let mut client = client(&server).await;
    let request = Request::head(format!("http://{}/words/abc", server.address)).body(Full::default()).unwrap();
    let reply = client.send_request(request).await.unwrap();
    assert_eq!(reply.headers()["content-length"], "5");
    assert!(reply.into_body().collect().await.unwrap().to_bytes().is_empty());
}

#[tokio::test]
async fn a_panic_is_a_500_and_the_connection_goes_on() {
    let server = Server::start(zoo::app()).await;
    let mut client = client(&server).await;
    let get = |target: &str| Request::get(format!("http://{}{target}", server.address)).body(Full::default()).unwrap();
    assert_eq!(client.send_request(get("/panic")).await.unwrap().status(), 500);
    assert_eq!(client.send_request(get("/words/a")).await.unwrap().status(), 200);
}
