//! Clients that leave: what was done for them ends where it waits, and nothing of it is left.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aiserve::prelude::*;
use bytes::Bytes;
use http_body_util::{BodyExt, Full};
use hyper_util::rt::{TokioExecutor, TokioIo};
use tokio::net::TcpStream;
use tokio::runtime::Handle;
use tokio::sync::Notify;

use crate::Server;
use crate::server::within;

/// Counts what is being done.
#[derive(Clone, Debug, Default)]
struct Lives(Arc<Counted>);

#[derive(Debug, Default)]
struct Counted {
    count: AtomicUsize,
    changed: Notify,
}

struct Life(Lives);

impl Lives {
    fn begin(&self) -> Life {
        self.0.count.fetch_add(1, Ordering::SeqCst);
        self.0.changed.notify_one();
        Life(self.clone())
    }

    /// Waits until so many are being done.
    async fn are(&self, count: usize) {
        within(async {
            while self.0.count.load(Ordering::SeqCst) != count {
                self.0.changed.notified().await;
            }
        })
        .await;
    }
}

impl Drop for Life {
    fn drop(&mut self) {
        self.0.0.count.fetch_sub(1, Ordering::SeqCst);
        self.0.0.changed.notify_one();
    }
}

/// Waits for something that never comes.
#[endpoint(GET "/waits")]
async fn waits(State(lives): State<Lives>) -> NoContent {
    let _life = lives.begin();
    std::future::pending().await
}

/// Has a first event, and then nothing.
#[endpoint(GET "/events")]
async fn events(State(lives): State<Lives>) -> Sse<u32> {
    let life = lives.begin();
    Sse::new(generate(async move |mut items| {
        let _life = life;
        items.send(1).await;
        std::future::pending().await
    }))
}

/// Has no event.
#[endpoint(GET "/silence")]
async fn silence(State(lives): State<Lives>) -> Sse<u32> {
    let life = lives.begin();
    Sse::new(generate(async move |_| {
        let _life = life;
        std::future::pending().await
    }))
}

#[derive(Clone, AppState)]
struct Here {
    lives: Lives,
}

async fn server() -> (Server, Lives) {
    let here = Here { lives: Lives::default() };
    let server = Server::start(App::with_state(here.clone()).mount(routes![waits, events, silence])).await;
    (server, here.lives)
}

#[tokio::test]
async fn on_http_1_handler_and_stream_end() {
    let (server, lives) = server().await;
    for target in ["/waits", "/events", "/silence"] {
        let mut connection = server.connect().await;
        connection.get(target).await;
        lives.are(1).await;
        drop(connection);
        lives.are(0).await;
    }
}

#[tokio::test]
async fn on_http_2_handler_and_stream_end_and_the_connection_goes_on() {
    let (server, lives) = server().await;
    let stream = TcpStream::connect(server.address).await.unwrap();
    let (mut client, connection) =
        hyper::client::conn::http2::handshake(TokioExecutor::new(), TokioIo::new(stream)).await.unwrap();
    tokio::spawn(connection);
    let get = |target: &str| {
        http::Request::get(format!("http://{}{target}", server.address)).body(Full::<Bytes>::default()).unwrap()
    };
    for target in ["/waits", "/silence"] {
        let asked = tokio::spawn(client.send_request(get(target)));
        lives.are(1).await;
        asked.abort();
        lives.are(0).await;
    }
    let mut body = within(client.send_request(get("/events"))).await.unwrap().into_body();
    assert_eq!(within(body.frame()).await.unwrap().unwrap().into_data().unwrap(), "data: 1\n\n");
    lives.are(1).await;
    drop(body);
    lives.are(0).await;
    assert_eq!(within(client.send_request(get("/livez"))).await.unwrap().status(), 200);
}

#[tokio::test]
async fn a_thousand_clients_that_leave_leave_no_task() {
    let (server, lives) = server().await;
    let tasks = || Handle::current().metrics().num_alive_tasks();
    let before = tasks();
    for round in 0..20 {
        let target = ["/waits", "/events", "/silence"][round % 3];
        let mut connections = Vec::new();
        for _ in 0..50 {
            let mut connection = server.connect().await;
            connection.get(target).await;
            connections.push(connection);
        }
        lives.are(50).await;
        assert_eq!(tasks(), before + 50, "one task a connection");
        drop(connections);
        lives.are(0).await;
    }
    within(async {
        while tasks() > before {
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}
