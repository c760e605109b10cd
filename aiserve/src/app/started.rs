//! A started app: from a request to its reply.

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{ALLOW, HeaderValue, LOCATION};
use http::request::Parts;
use http::{Method, StatusCode};

use super::begin::End;
use super::fallback::Fallbacks;
use super::handler::{Handler, for_layers, guarded};
use super::health::Health;
use super::reply::Reply;
use super::served::{Served, Shell};
use super::way::Way;
use crate::Error;
use crate::body::{Body, BodyError, RequestBody};
use crate::extract::{Arrival, Ctx, Origin, PathParams, Request, Settings, Shared};
use crate::observe::{Guarded, REQUEST_ID};
use crate::problem::{ErrorFormat, Problem};
use crate::respond::{Respond, Response};
use crate::route::{Layer, Lookup, Next, Slot, Table};

/// A started app: its state is loaded, its routes are checked. It is a [`tower::Service`] and a
/// [`hyper::service::Service`], and cheap to clone.
pub struct Started<S> {
    core: Arc<Core<S>>,
    /// The app's layers around the core, if it has any.
    layered: Option<Next>,
}

/// What a started app is inside of its layers.
pub(super) struct Core<S> {
    pub(super) table: Table<Handler<S>>,
    pub(super) shared: Arc<Shared<S>>,
    pub(super) settings: Settings,
    pub(super) redirect_slashes: bool,
    /// What a proxy took off the paths.
    pub(super) root_path: String,
    pub(super) fallbacks: Fallbacks,
    pub(super) health: Arc<Health>,
    /// The hooks of the stop, until they run.
    pub(super) end: Mutex<Option<End>>,
    /// Requests that no route answers.
    pub(super) unrouted: Arc<Way>,
    /// Replies of the app's layers.
    pub(super) outer: Arc<Way>,
    pub(super) shell: Shell,
}

impl<S: Send + Sync + 'static> Started<S> {
    /// Wraps the app in its layers.
    pub(super) fn within(layers: &[Layer], core: Core<S>) -> Self {
        let core = Arc::new(core);
        let layered = (!layers.is_empty()).then(|| {
            let inner = Arc::clone(&core);
            let inner = Next::from_fn(move |request| {
                let (mut parts, body) = request.into_parts();
                let within = parts.extensions.remove();
                let arrival = parts.extensions.remove().unwrap_or_default();
                let reply = inner.answer(&mut Some((parts, body)), arrival).served(Served::inside(within));
                Box::pin(async move {
                    match reply.await {
                        Ok(response) => response,
                        Err(never) => match never {},
                    }
                })
            });
            layers.iter().fold(inner, |next, layer| layer(next, core.settings))
        });
        Self { core, layered }
    }

    /// Answers a request.
    #[inline]
    fn answer(&self, parts: Parts, body: RequestBody) -> Reply {
        let mut request = Some((parts, body));
        let start = || match &self.layered {
            None => self.core.answer(&mut request, Arrival::default()),
            Some(layered) => {
                let (parts, body) = taken(&mut request);
                let request = http::Request::from_parts(parts, body);
                Reply::running(layered.answer(request), &self.core.outer, false)
            }
        };
        Reply::caught(start, &self.core.settings)
    }

    /// Answers a request as a server does: with an id, within its time, and told in the log. `origin`: where it is from, if that
    /// is known. `closes`: the client is asked to close the connection.
    #[inline]
    pub(crate) fn serve(&self, parts: Parts, body: RequestBody, origin: Option<Arc<Origin>>, closes: bool) -> Reply {
        let _guarded = Guarded::new();
        let served = self.core.shell.serves(&parts, origin, closes);
        let arrival = served.arrival.clone();
        if self.layered.is_some() {
            return self.answer_layered(parts, body, arrival, served);
        }
        let mut request = Some((parts, body));
        Reply::caught(|| self.core.answer(&mut request, arrival), &self.core.settings).served(served)
    }

    /// What is known of a request goes with it through the layers, and its id is in its head.
    #[inline(never)]
    fn answer_layered(&self, mut parts: Parts, body: RequestBody, arrival: Arrival, mut served: Served) -> Reply {
        if let Some(id) = arrival.id() {
            parts.headers.insert(REQUEST_ID, id.header());
        }
        parts.extensions.insert(arrival);
        parts.extensions.insert(served.hand_on());
        self.answer(parts, body).served(served)
    }

    /// Waits for the work after replies.
    pub(crate) async fn rested(&self) {
        self.core.shared.tasks.ended().await;
    }

    /// Runs the hooks of the stop, once.
    pub(crate) async fn ended(&self) {
        let end = self.core.end.lock().unwrap_or_else(PoisonError::into_inner).take();
        if let Some(end) = end {
            end().await;
        }
    }

    /// Says from now on that the app takes no more requests.
    pub(crate) fn stop(&self) {
        self.core.health.stop();
    }

    /// Tells the streams and sockets that are open to end.
    pub(crate) fn stop_streams(&self) {
        self.core.shared.streams.now();
    }

    /// Waits until the models that endpoints use are loaded and warm. Requests to them are answered by 503 before.
    ///
    /// # Errors
    /// Which model can't be used, and why.
    pub async fn ready(&self) -> Result<(), Error> {
        self.core.health.models().ready().await
    }
}

impl<S: Send + Sync + 'static> Core<S> {
    /// Answers a request that is lent and taken: it is large, and moving it is what a short answer would cost most.
    /// `arrival`: what the server knows of it.
    fn answer(&self, request: &mut Option<(Parts, RequestBody)>, arrival: Arrival) -> Reply {
        let mut path = PathParams::default();
        let (parts, _) = request.as_ref().expect("a request is answered once");
        let head_only = parts.method == Method::HEAD;
        let handler = match self.table.find(&parts.method, parts.uri.path(), &mut path) {
            Lookup::Found(handler) => handler,
            missed => return self.missed(&missed, parts, head_only),
        };
        let Handler::Endpoint(call, way) = handler else {
            return self.surrounded(handler, taken(request), path, arrival);
        };
        let (parts, body) = taken(request);
        let future = call(Ctx::new(Request::new(parts, body, path, way.settings, arrival), Arc::clone(&self.shared)));
        Reply::running(future, way, head_only)
    }

    /// What answers otherwise than by an endpoint alone. Apart, so that this does not weigh on the usual way.
    #[inline(never)]
    fn surrounded(
        &self,
        handler: &Handler<S>,
        (parts, body): (Parts, RequestBody),
        path: PathParams,
        arrival: Arrival,
    ) -> Reply {
        let head_only = parts.method == Method::HEAD;
        match handler {
            Handler::Endpoint(call, way) => {
                let request = Request::new(parts, body, path, way.settings, arrival);
                Reply::running(call(Ctx::new(request, Arc::clone(&self.shared))), way, head_only)
            }
            Handler::Guarded(guards, call, way) => {
                let request = Request::new(parts, body, path, way.settings, arrival);
                let ctx = Ctx::new(request, Arc::clone(&self.shared));
                Reply::running(guarded(ctx, Arc::clone(guards), *call), way, head_only)
            }
            Handler::Layered(next, way) => {
                Reply::running(next.answer(for_layers(parts, body, path, arrival)), way, head_only)
            }
            Handler::Page(page, _) => Reply::ready(page.respond(&parts.headers), None, head_only),
        }
    }

    #[cold]
    fn missed(&self, missed: &Lookup<'_, Handler<S>>, parts: &Parts, head_only: bool) -> Reply {
        let response = match missed {
            Lookup::WrongMethod(slot) => self.wrong_method(slot),
            Lookup::Malformed(malformed) => Problem::bad_request(malformed.detail()).respond(&self.settings),
            Lookup::NoPath | Lookup::Found(_) => match self.redirect(parts) {
                Some(elsewhere) => elsewhere,
                None => match self.fallbacks.answer(parts, self.settings) {
                    Some(answer) => return Reply::running(answer, &self.unrouted, head_only),
                    None => Problem::not_found("").respond(&self.settings),
                },
            },
        };
        Reply::ready(response, Some(Arc::clone(&self.unrouted)), head_only)
    }

    fn wrong_method(&self, slot: &Slot<Handler<S>>) -> Response {
        let settings = match slot.first() {
            Some(Handler::Endpoint(_, way) | Handler::Guarded(_, _, way) | Handler::Layered(_, way)) => &way.settings,
            Some(Handler::Page(_, settings)) => settings,
            None => &self.settings,
        };
        let allow = if settings.errors == ErrorFormat::FastApi { &slot.declared } else { &slot.allow };
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "").header(ALLOW, allow.clone()).respond(settings)
    }

    /// To the same path with the slash at its end added or removed, if that has a route.
    fn redirect(&self, parts: &Parts) -> Option<Response> {
        let path = parts.uri.path();
        // `//host/` as a location would lead away from this server.
        if !self.redirect_slashes || path.starts_with("//") {
            return None;
        }
        let other = path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned);
        if !matches!(
            self.table.find(&parts.method, &other, &mut PathParams::default()),
            Lookup::Found(_) | Lookup::WrongMethod(_)
        ) {
            return None;
        }
        let query = parts.uri.query().map_or_else(String::new, |query| format!("?{query}"));
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
        let location = format!("{}{other}{query}", self.root_path);
        response.headers_mut().insert(LOCATION, HeaderValue::try_from(location).ok()?);
        Some(response)
    }
}

fn taken(request: &mut Option<(Parts, RequestBody)>) -> (Parts, RequestBody) {
    request.take().expect("a request is answered once")
}

impl<S> Clone for Started<S> {
    fn clone(&self) -> Self {
        Self { core: Arc::clone(&self.core), layered: self.layered.clone() }
    }
}

impl<S> fmt::Debug for Started<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Started")
    }
}

impl<S, B> tower::Service<http::Request<B>> for Started<S>
where
    S: Send + Sync + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Reply;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    #[inline]
    fn call(&mut self, request: http::Request<B>) -> Reply {
        hyper::service::Service::call(self, request)
    }
}

impl<S, B> hyper::service::Service<http::Request<B>> for Started<S>
where
    S: Send + Sync + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Reply;

    #[inline]
    fn call(&self, request: http::Request<B>) -> Reply {
        let (parts, body) = request.into_parts();
        self.answer(parts, RequestBody::new(body))
    }
}
