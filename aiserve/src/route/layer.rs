//! tower layers around routes: the types are erased once, where a layer is added.

use std::convert::Infallible;
use std::fmt;
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower::ServiceExt;

use super::BoxFuture;
use crate::body::{Body, BodyError, RequestBody};
use crate::extract::Settings;
use crate::problem::Problem;
use crate::respond::{Respond, Response};

/// What a tower layer wraps: the routes and layers inside of it, as one service.
#[derive(Clone)]
pub struct Next(Arc<dyn Fn(http::Request<RequestBody>) -> BoxFuture + Send + Sync>);

/// A layer, as it is kept until the app starts.
pub(crate) type Layer = Arc<dyn Fn(Next, Settings) -> Next + Send + Sync>;

impl Next {
    pub(crate) fn from_fn<F>(answer: F) -> Self
    where
        F: Fn(http::Request<RequestBody>) -> BoxFuture + Send + Sync + 'static,
    {
        Self(Arc::new(answer))
    }

    pub(crate) fn answer(&self, request: http::Request<RequestBody>) -> BoxFuture {
        (self.0)(request)
    }
}

impl fmt::Debug for Next {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Next")
    }
}

impl<B> tower::Service<http::Request<B>> for Next
where
    B: http_body::Body<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = NextFuture;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    fn call(&mut self, request: http::Request<B>) -> NextFuture {
        NextFuture(self.answer(request.map(RequestBody::new)))
    }
}

/// The reply of [`Next`], in the making.
pub struct NextFuture(BoxFuture);

impl Future for NextFuture {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        self.0.as_mut().poll(cx).map(Ok)
    }
}

impl fmt::Debug for NextFuture {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("NextFuture")
    }
}

/// Erases the types of a layer.
pub(crate) fn shared<L, B>(layer: L) -> Layer
where
    L: tower::Layer<Next> + Send + Sync + 'static,
    L::Service: tower::Service<http::Request<RequestBody>, Response = http::Response<B>, Error: Into<BodyError>, Future: Send>
        + Clone
        + Send
        + Sync
        + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
{
    Arc::new(move |next, settings| {
        let service = layer.layer(next);
        Next::from_fn(move |request| {
            let reply = service.clone().oneshot(request);
            Box::pin(async move {
                match reply.await {
                    Ok(response) => response.map(Body::new),
                    Err(error) => Problem::internal(error).respond(&settings),
                }
            })
        })
    })
}
