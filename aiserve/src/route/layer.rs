//! tower layers around routes: the types are erased once, where a layer is added.

use std::convert::Infallible;
use std::fmt;
use std::sync::Arc;
use std::task::{Context, Poll};

use bytes::Bytes;
use tower::ServiceExt;
use tower::util::BoxCloneSyncService;

use super::BoxFuture;
use crate::body::{Body, BodyError, RequestBody};
use crate::extract::Settings;
use crate::problem::Problem;
use crate::respond::{Respond, Response};

/// What a tower layer wraps: the routes and layers inside of it, as one service.
#[derive(Clone)]
pub struct Next(BoxCloneSyncService<http::Request<RequestBody>, Response, Infallible>);

/// A layer, as it is kept until the app starts.
pub(crate) type Layer = Arc<dyn Fn(Next, Settings) -> Next + Send + Sync>;

impl Next {
    /// The innermost service, from a function.
    pub(crate) fn from_fn<F>(answer: F) -> Self
    where
        F: Fn(http::Request<RequestBody>) -> BoxFuture + Clone + Send + Sync + 'static,
    {
        let service = tower::service_fn(move |request| {
            let future = answer(request);
            async move { Ok(future.await) }
        });
        Self(BoxCloneSyncService::new(service))
    }

    /// Waits until the service is ready, and calls it.
    pub(crate) fn answer(&self, request: http::Request<RequestBody>) -> BoxFuture {
        let reply = self.0.clone().oneshot(request);
        Box::pin(async move {
            match reply.await {
                Ok(response) => response,
                Err(never) => match never {},
            }
        })
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
    type Future = <BoxCloneSyncService<http::Request<RequestBody>, Response, Infallible> as tower::Service<
        http::Request<RequestBody>,
    >>::Future;

    fn poll_ready(&mut self, cx: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        self.0.poll_ready(cx)
    }

    fn call(&mut self, request: http::Request<B>) -> Self::Future {
        tower::Service::call(&mut self.0, request.map(RequestBody::new))
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
