//! One connection: which version of HTTP it speaks, its requests, and its end.

use std::pin::{Pin, pin};
use std::task::Poll;
use std::time::Duration;

use http::Version;
use http::header::EXPECT;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use tokio::net::TcpStream;

use super::Stops;
use super::heads::{Deadline, Watch};
use crate::Config;
use crate::app::{Reply, Started};
use crate::body::{RequestBody, Rest};
use crate::respond::Response;
use crate::stop::{Listener, Stop};

/// The first bytes of an HTTP/2 connection (RFC 9113, section 3.4): no method of HTTP/1 begins so.
const PREFACE: &[u8] = b"PRI ";
/// Pause between looks at a connection that has sent a part of the preface.
const PREFACE_PAUSE: Duration = Duration::from_millis(5);

/// What every connection needs.
pub(super) struct Server<S> {
    app: Started<S>,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    head_timeout: Duration,
    stops: Stops,
}

impl<S> Clone for Server<S> {
    fn clone(&self) -> Self {
        let Self { app, http1, http2, head_timeout, stops } = self;
        Self {
            app: app.clone(),
            http1: http1.clone(),
            http2: http2.clone(),
            head_timeout: *head_timeout,
            stops: stops.clone(),
        }
    }
}

impl<S: Send + Sync + 'static> Server<S> {
    pub(super) fn new(app: Started<S>, config: &Config, stops: Stops) -> Self {
        let mut http1 = http1::Builder::new();
        http1.header_read_timeout(config.head_timeout);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2.timer(TokioTimer::new()).keep_alive_interval(config.head_timeout);
        Self { app, http1, http2, head_timeout: config.head_timeout, stops }
    }

    /// Serves a connection to its end. An error is the client's (it left, or does not speak HTTP) and ends the
    /// connection alone.
    pub(super) async fn serve(mut self, stream: TcpStream) {
        let speaks_http2 = tokio::time::timeout(self.head_timeout, speaks_http2(&stream)).await;
        let mut stop = self.stops.ending.listen();
        let io = TokioIo::new(stream);
        let head = Deadline::new();
        let watch = Watch::new(head.clone());
        let handler = Handler { app: self.app, head: head.clone(), leaving: self.stops.leaving };
        match speaks_http2 {
            Ok(Ok(false)) => {
                let connection = self.http1.timer(head).serve_connection(io, handler);
                #[cfg(not(feature = "ws"))]
                finish(connection, http1::Connection::graceful_shutdown, &mut stop, watch).await;
                #[cfg(feature = "ws")]
                finish(connection.with_upgrades(), http1::UpgradeableConnection::graceful_shutdown, &mut stop, watch)
                    .await;
            }
            Ok(Ok(true)) => {
                let connection = self.http2.serve_connection(io, handler);
                finish(connection, http2::Connection::graceful_shutdown, &mut stop, watch).await;
            }
            Ok(Err(_)) | Err(_) => {}
        }
    }
}

/// Runs a connection to its end; when the server stops, it ends after the requests that are being answered.
async fn finish<C: Future>(connection: C, end: impl Fn(Pin<&mut C>), stop: &mut Listener, mut head: Watch) {
    let mut connection = pin!(connection);
    let mut ending = false;
    std::future::poll_fn(|cx| {
        if connection.as_mut().poll(cx).is_ready() {
            return Poll::Ready(());
        }
        if !ending && stop.poll(cx).is_ready() {
            ending = true;
            end(connection.as_mut());
            if connection.as_mut().poll(cx).is_ready() {
                return Poll::Ready(());
            }
        }
        head.poll(cx)
    })
    .await;
}

/// Looks at the first bytes of a connection without taking them.
async fn speaks_http2(stream: &TcpStream) -> std::io::Result<bool> {
    let mut first = [0; PREFACE.len()];
    loop {
        let count = stream.peek(&mut first).await?;
        if count == 0 || first[..count] != PREFACE[..count] {
            return Ok(false);
        }
        if count == PREFACE.len() {
            return Ok(true);
        }
        tokio::time::sleep(PREFACE_PAUSE).await;
    }
}

struct Handler<S> {
    app: Started<S>,
    head: Deadline,
    leaving: Stop,
}

impl<S: Send + Sync + 'static> Service<http::Request<Incoming>> for Handler<S> {
    type Response = Response;
    type Error = std::convert::Infallible;
    type Future = Reply;

    fn call(&self, request: http::Request<Incoming>) -> Reply {
        self.head.met();
        let rest = if leaves_rest(&request) { Rest::Left } else { Rest::Forgotten };
        let (parts, body) = request.into_parts();
        self.app.serve(parts, RequestBody::wire(body, rest), self.leaving.is_stopping())
    }
}

/// Whether there is no rest of the body that could hinder (HTTP/2), or that is sure to be sent.
fn leaves_rest(request: &http::Request<Incoming>) -> bool {
    request.body().is_end_stream() || request.version() == Version::HTTP_2 || request.headers().contains_key(EXPECT)
}
