//! The client's end of a WebSocket, over a connection in memory.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;

use bytes::Bytes;
use futures_util::{SinkExt, StreamExt};
use hyper::body::Incoming;
use hyper::server::conn::http1;
use hyper::service::service_fn;
use hyper_util::rt::TokioIo;
use serde::Serialize;
use tokio::io::DuplexStream;
use tokio_tungstenite::tungstenite::client::IntoClientRequest;
use tokio_tungstenite::tungstenite::protocol::CloseFrame;
use tokio_tungstenite::tungstenite::{Error, Message};
use tokio_tungstenite::{WebSocketStream, client_async};

use super::{Answer, Call, TestReply};
use crate::body::{Body, RequestBody};
use crate::depends::Replaced;

/// Bytes between client and server that were not read yet.
const BUFFER: usize = 64 * 1024;

/// A WebSocket that a test opened by [`Call::open`]. Dropped, it is a client that left without a word.
pub struct TestSocket {
    stream: WebSocketStream<DuplexStream>,
}

impl Call {
    /// Opens a WebSocket.
    ///
    /// # Errors
    /// The reply, if it is another than the one that opens a WebSocket.
    ///
    /// # Panics
    /// If the target is no path, or the reply is none of HTTP.
    #[allow(clippy::result_large_err, reason = "what a test asked for, or what it asserts on")]
    pub async fn open(self) -> Result<TestSocket, TestReply> {
        let Self { answer, replaced, target, headers, .. } = self;
        let (client, server) = tokio::io::duplex(BUFFER);
        tokio::spawn(serve(server, answer, replaced));
        let mut request = format!("ws://localhost{target}").into_client_request().expect("a path");
        request.headers_mut().extend(headers);
        match client_async(request, client).await {
            Ok((stream, _)) => Ok(TestSocket { stream }),
            Err(Error::Http(response)) => {
                let response = response.map(|body| Body::full(body.unwrap_or_default()));
                Err(TestReply::read(response).await)
            }
            Err(error) => panic!("the handshake failed: {error}"),
        }
    }
}

async fn serve(server: DuplexStream, answer: Arc<Answer>, replaced: Replaced) {
    let service = service_fn(move |request: http::Request<Incoming>| {
        let (mut parts, body) = request.into_parts();
        if !replaced.is_empty() {
            parts.extensions.insert(replaced.clone());
        }
        let reply = answer(http::Request::from_parts(parts, RequestBody::new(body)));
        async move { Ok::<_, Infallible>(reply.await) }
    });
    // An error is that of a client that left.
    let _ = http1::Builder::new().serve_connection(TokioIo::new(server), service).with_upgrades().await;
}

impl TestSocket {
    /// Sends a value as JSON.
    ///
    /// # Panics
    /// If it can't be written as JSON, or the connection is closed.
    pub async fn send_json(&mut self, value: &(impl Serialize + ?Sized)) {
        self.send_text(serde_json::to_string(value).expect("a value that can be written as JSON")).await;
    }

    /// Sends a text.
    ///
    /// # Panics
    /// If the connection is closed.
    pub async fn send_text(&mut self, text: impl Into<String>) {
        self.send(Message::Text(text.into().into())).await;
    }

    /// Sends bytes.
    ///
    /// # Panics
    /// If the connection is closed.
    pub async fn send_bytes(&mut self, bytes: impl Into<Bytes>) {
        self.send(Message::Binary(bytes.into())).await;
    }

    async fn send(&mut self, message: Message) {
        self.stream.send(message).await.expect("an open connection");
    }

    /// The next message, which is JSON.
    ///
    /// # Panics
    /// If it is not, or the connection is closed.
    pub async fn next_json(&mut self) -> serde_json::Value {
        let text = self.next_text().await;
        serde_json::from_str(&text).unwrap_or_else(|error| panic!("`{text}` is no JSON: {error}"))
    }

    /// The next message, which is a text.
    ///
    /// # Panics
    /// If it is not, or the connection is closed.
    pub async fn next_text(&mut self) -> String {
        match self.next().await {
            Ok(Message::Text(text)) => text.as_str().to_owned(),
            other => panic!("a text was expected, and this came: {other:?}"),
        }
    }

    /// The next message, which is binary.
    ///
    /// # Panics
    /// If it is not, or the connection is closed.
    pub async fn next_bytes(&mut self) -> Bytes {
        match self.next().await {
            Ok(Message::Binary(bytes)) => bytes,
            other => panic!("bytes were expected, and this came: {other:?}"),
        }
    }

    /// The next message, or how the connection was closed.
    async fn next(&mut self) -> Result<Message, (u16, String)> {
        loop {
            match self.stream.next().await {
                Some(Ok(Message::Ping(_) | Message::Pong(_))) => {}
                Some(Ok(Message::Close(frame))) => {
                    // Read on, so that the server's wait for an answer ends.
                    while self.stream.next().await.is_some_and(|message| message.is_ok()) {}
                    return Err(frame.as_ref().map_or((1005, String::new()), read));
                }
                Some(Ok(message)) => return Ok(message),
                Some(Err(_)) | None => return Err((1006, String::new())),
            }
        }
    }

    /// Waits until the server closes the connection: its code and reason. 1005 stands for no code, 1006 for a connection
    /// that broke off ([RFC 6455, section 7.4.1](https://www.rfc-editor.org/rfc/rfc6455#section-7.4.1)). Messages before
    /// are passed over.
    pub async fn closed(&mut self) -> (u16, String) {
        loop {
            if let Err(closed) = self.next().await {
                return closed;
            }
        }
    }

    /// Closes the connection, and waits for the server to confirm it.
    pub async fn close(mut self) {
        // One that is closed already needs nothing.
        let _ = self.stream.close(None).await;
        while self.stream.next().await.is_some_and(|message| message.is_ok()) {}
    }
}

fn read(frame: &CloseFrame) -> (u16, String) {
    (frame.code.into(), frame.reason.as_str().to_owned())
}

impl fmt::Debug for TestSocket {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestSocket")
    }
}
