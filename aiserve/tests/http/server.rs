//! A service on a socket, and connections to it that send and read bytes.

use std::net::SocketAddr;
use std::time::Duration;

use aiserve::App;
use serde_json::Value;
use tokio::io::{AsyncReadExt, AsyncWriteExt};
use tokio::net::{TcpListener, TcpStream};
use tokio::sync::oneshot;
use tokio::task::JoinHandle;

/// Longer than anything here takes on a busy machine, so that a hang fails.
const PATIENCE: Duration = Duration::from_secs(20);

/// A service that stops when it is told to, or dropped.
pub(crate) struct Server {
    pub(crate) address: SocketAddr,
    end: Option<oneshot::Sender<()>>,
    served: JoinHandle<Result<(), aiserve::Error>>,
}

impl Server {
    pub(crate) async fn start<S: Send + Sync + 'static>(app: App<S>) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let address = listener.local_addr().unwrap();
        let (end, ended) = oneshot::channel::<()>();
        let served = tokio::spawn(app.serve_until(listener, async move {
            // A dropped sender is an end too.
            let _ = ended.await;
        }));
        Self { address, end: Some(end), served }
    }

    pub(crate) async fn connect(&self) -> Connection {
        Connection::to(self.address).await
    }

    /// Begins the stop.
    pub(crate) fn stop(&mut self) {
        self.end.take().expect("stopped once").send(()).unwrap();
    }

    /// Waits until it has stopped.
    pub(crate) async fn stopped(self) {
        within(self.served).await.unwrap().unwrap();
    }
}

/// A connection of HTTP/1.1.
pub(crate) struct Connection {
    stream: TcpStream,
    read: Vec<u8>,
}

/// A reply as it was on the wire.
#[derive(Debug)]
pub(crate) struct Raw {
    pub(crate) status: u16,
    pub(crate) head: String,
    pub(crate) body: Vec<u8>,
}

impl Connection {
    pub(crate) async fn to(address: SocketAddr) -> Self {
        Self { stream: TcpStream::connect(address).await.unwrap(), read: Vec::new() }
    }

    pub(crate) async fn send(&mut self, bytes: impl AsRef<[u8]>) {
        self.stream.write_all(bytes.as_ref()).await.unwrap();
    }

    /// Sends bytes, if the server still takes them.
    pub(crate) async fn try_send(&mut self, bytes: &str) -> bool {
        within(self.stream.write_all(bytes.as_bytes())).await.is_ok()
    }

    /// Sends a request with a JSON body.
    pub(crate) async fn post(&mut self, path: &str, body: impl AsRef<[u8]>) {
        let body = body.as_ref();
        let head = format!(
            "POST {path} HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: {}\r\n\r\n",
            body.len()
        );
        self.send([head.as_bytes(), body].concat()).await;
    }

    pub(crate) async fn get(&mut self, target: &str) {
        self.send(format!("GET {target} HTTP/1.1\r\nhost: test\r\n\r\n")).await;
    }

    /// The next reply, whose body has a known length.
    pub(crate) async fn reply(&mut self) -> Raw {
        self.reply_to("GET").await
    }

    pub(crate) async fn reply_to(&mut self, method: &str) -> Raw {
        let end = loop {
            if let Some(at) = self.read.windows(4).position(|window| window == b"\r\n\r\n") {
                break at + 4;
            }
            assert!(self.more().await > 0, "the connection ended in {:?}", String::from_utf8_lossy(&self.read));
        };
        let head = String::from_utf8(self.read.drain(..end).collect()).unwrap().to_lowercase();
        let status = head.split(' ').nth(1).and_then(|status| status.parse().ok()).expect("a status line");
        let mut raw = Raw { status, head, body: Vec::new() };
        let length = raw.header("content-length").map_or(0, |length| length.parse().unwrap());
        if method != "HEAD" {
            while self.read.len() < length {
                assert!(self.more().await > 0, "the body ended early");
            }
            raw.body = self.read.drain(..length).collect();
        }
        raw
    }

    /// Whether the server closes the connection without another byte.
    pub(crate) async fn ends(mut self) -> bool {
        self.read.is_empty() && matches!(within(self.stream.read_buf(&mut self.read)).await, Ok(0) | Err(_))
    }

    /// Reads until this text has come.
    pub(crate) async fn until(&mut self, text: &str) {
        while !String::from_utf8_lossy(&self.read).contains(text) {
            assert!(self.more().await > 0, "the connection ended in {:?}", String::from_utf8_lossy(&self.read));
        }
    }

    /// Everything until the server closes the connection.
    pub(crate) async fn rest(mut self) -> String {
        while self.more().await > 0 {}
        String::from_utf8(self.read).unwrap()
    }

    async fn more(&mut self) -> usize {
        within(self.stream.read_buf(&mut self.read)).await.unwrap()
    }
}

impl Raw {
    pub(crate) fn header(&self, name: &str) -> Option<&str> {
        self.head.lines().filter_map(|line| line.split_once(": ")).find(|(key, _)| *key == name).map(|(_, value)| value)
    }

    pub(crate) fn json(&self) -> Value {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {self:?}"))
    }

    /// Claims a problem document of this status.
    #[track_caller]
    pub(crate) fn assert_problem(&self, status: u16) -> Value {
        assert_eq!(self.status, status, "{self:?}");
        assert_eq!(self.header("content-type"), Some("application/problem+json"));
        let problem = self.json();
        assert_eq!(problem["status"], status);
        problem
    }
}

pub(crate) async fn within<T>(future: impl Future<Output = T>) -> T {
    tokio::time::timeout(PATIENCE, future).await.expect("nothing happened for a long time")
}

/// Hides what the panics of models print; those of tests are told as ever.
pub(crate) fn hide_panics_of_models() {
    static ONCE: std::sync::Once = std::sync::Once::new();
    ONCE.call_once(|| {
        let told = std::panic::take_hook();
        std::panic::set_hook(Box::new(move |panic| {
            let thread = std::thread::current();
            // Threads of replicas are called after their model, those of tests after the test.
            if !thread.name().is_some_and(|name| name.starts_with(char::is_uppercase)) {
                told(panic);
            }
        }));
    });
}
