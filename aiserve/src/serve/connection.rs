//! One connection: which version of HTTP it speaks, its requests, and its end.

use std::pin::{Pin, pin};
use std::sync::Arc;
use std::task::Poll;
use std::time::Duration;

use http::Version;
use http::header::EXPECT;
use hyper::body::{Body as _, Incoming};
use hyper::server::conn::{http1, http2};
use hyper::service::Service;
use hyper_util::rt::{TokioExecutor, TokioIo, TokioTimer};
use ipnet::IpNet;

use super::Stops;
use super::heads::{Deadline, Watch};
use super::stream::{Kind, Stream};
#[cfg(feature = "tls")]
use super::tls::Tls;
use crate::app::{Reply, Started};
use crate::body::{RequestBody, Rest};
use crate::extract::Origin;
use crate::respond::Response;
use crate::stop::{Listener, Stop};
use crate::{Config, Error};

/// What every connection needs.
pub(super) struct Server<S> {
    app: Started<S>,
    http1: http1::Builder,
    http2: http2::Builder<TokioExecutor>,
    head_timeout: Duration,
    #[cfg(feature = "tls")]
    tls: Option<Tls>,
    trusted: Arc<[IpNet]>,
    stops: Stops,
}

impl<S> Clone for Server<S> {
    fn clone(&self) -> Self {
        Self {
            app: self.app.clone(),
            http1: self.http1.clone(),
            http2: self.http2.clone(),
            head_timeout: self.head_timeout,
            #[cfg(feature = "tls")]
            tls: self.tls.clone(),
            trusted: Arc::clone(&self.trusted),
            stops: self.stops.clone(),
        }
    }
}

impl<S: Send + Sync + 'static> Server<S> {
    pub(super) fn new(app: Started<S>, config: &Config, stops: Stops) -> Result<Self, Error> {
        let mut http1 = http1::Builder::new();
        http1.header_read_timeout(config.head_timeout).max_buf_size(config.head_limit);
        let mut http2 = http2::Builder::new(TokioExecutor::new());
        http2.timer(TokioTimer::new()).keep_alive_interval(config.head_timeout);
        http2.max_header_list_size(u32::try_from(config.head_limit).unwrap_or(u32::MAX));
        #[cfg(not(feature = "tls"))]
        super::check(config)?;
        #[cfg(feature = "tls")]
        let tls = Tls::of(config)?;
        Ok(Self {
            app,
            http1,
            http2,
            head_timeout: config.head_timeout,
            #[cfg(feature = "tls")]
            tls,
            trusted: config.trusted_proxies.clone().into(),
            stops,
        })
    }

    /// Serves a connection to its end. An error is the client's (it left, or does not speak HTTP) and ends the
    /// connection alone.
    pub(super) async fn serve(mut self, stream: Kind) {
        let mut stop = self.stops.ending.listen();
        let origin = Arc::new(Origin::new(stream.peer(), &self.trusted));
        let opened = tokio::select! {
            biased;
            opened = tokio::time::timeout(self.head_timeout, self.open(stream)) => opened,
            () = std::future::poll_fn(|cx| stop.poll(cx)) => return,
        };
        let Ok(Ok((stream, speaks_http2))) = opened else { return };
        let io = TokioIo::new(stream);
        let head = Deadline::new();
        let watch = Watch::new(head.clone());
        let handler = Handler { app: self.app, head: head.clone(), leaving: self.stops.leaving, origin };
        if speaks_http2 {
            let connection = self.http2.serve_connection(io, handler);
            return finish(connection, http2::Connection::graceful_shutdown, &mut stop, watch).await;
        }
        let connection = self.http1.timer(head).serve_connection(io, handler);
        #[cfg(not(feature = "ws"))]
        finish(connection, http1::Connection::graceful_shutdown, &mut stop, watch).await;
        #[cfg(feature = "ws")]
        finish(connection.with_upgrades(), http1::UpgradeableConnection::graceful_shutdown, &mut stop, watch).await;
    }

    /// Makes what was accepted a stream of bytes, and looks which version of HTTP it speaks.
    async fn open(&self, stream: Kind) -> std::io::Result<(Stream, bool)> {
        #[cfg(feature = "tls")]
        let stream = match (stream, &self.tls) {
            (Kind::Tcp(stream), Some(tls)) => tls.accept(stream).await?,
            (stream, _) => stream,
        };
        let mut stream = Stream::new(stream);
        let speaks_http2 = stream.speaks_http2().await?;
        Ok((stream, speaks_http2))
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

struct Handler<S> {
    app: Started<S>,
    head: Deadline,
    leaving: Stop,
    origin: Arc<Origin>,
}

impl<S: Send + Sync + 'static> Service<http::Request<Incoming>> for Handler<S> {
    type Response = Response;
    type Error = std::convert::Infallible;
    type Future = Reply;

    fn call(&self, request: http::Request<Incoming>) -> Reply {
        self.head.met();
        let rest = if leaves_rest(&request) { Rest::Left } else { Rest::Forgotten };
        let (parts, body) = request.into_parts();
        let origin = Some(Arc::clone(&self.origin));
        self.app.serve(parts, RequestBody::wire(body, rest), origin, self.leaving.is_stopping())
    }
}

/// Whether there is no rest of the body that could hinder (HTTP/2), or that is sure to be sent.
fn leaves_rest(request: &http::Request<Incoming>) -> bool {
    request.body().is_end_stream() || request.version() == Version::HTTP_2 || request.headers().contains_key(EXPECT)
}
