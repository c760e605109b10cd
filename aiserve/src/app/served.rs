//! What a server does for a request beside answering it: an id, a time limit, a line in the log.

use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};
use std::time::Duration;

use http::header::CONNECTION;
use http::request::Parts;
use http::{HeaderName, HeaderValue, StatusCode, Version};
use tokio::time::Sleep;

use super::reply::is_failure;
use super::way::Way;
use crate::Config;
use crate::body::waits_for_body;
use crate::extract::{Arrival, Origin};
use crate::observe::{Access, Cause, Chain, Id, Level, Line, Panicked, REQUEST_ID};
use crate::problem::Problem;
use crate::respond::{Respond, Response};

/// What a server does for each request, as its configuration says.
#[derive(Clone, Copy, Debug)]
pub(super) struct Shell {
    request_id: bool,
    access_log: bool,
    /// Zero for none.
    timeout: Duration,
}

/// What a server does for one request.
#[derive(Debug)]
pub(super) struct Served {
    pub(super) arrival: Arrival,
    access: Option<Box<Access>>,
    limit: Limit,
    /// The client is asked to close the connection.
    closes: bool,
    /// The reply goes through the app's layers, and what is around them tells of it.
    is_inner: bool,
}

/// How long a request may take.
#[derive(Debug)]
struct Limit {
    /// If its route does not say it, zero for any time; nothing if the server around the app limits it.
    unless_said: Option<Duration>,
    /// The time that is left, once the request has to wait.
    left: Option<Pin<Box<Sleep>>>,
}

/// The limit of a request on its way through the app's layers: an extension of it.
#[derive(Clone, Copy)]
pub(super) struct Within(Option<Duration>);

/// Which route a reply is of, on its way through the app's layers: an extension of it.
#[derive(Clone)]
struct Routed(Arc<Way>);

impl Shell {
    pub(super) fn of(config: &Config) -> Self {
        let Config { request_id, access_log, request_timeout: timeout, .. } = *config;
        Self { request_id, access_log, timeout }
    }

    /// What is done for a request. `closes`: it is the last one of its connection.
    #[inline]
    pub(super) fn serves(self, parts: &Parts, origin: Option<Arc<Origin>>, closes: bool) -> Served {
        Served {
            arrival: Arrival::new(self.request_id.then(|| Id::of(&parts.headers)), origin),
            access: self.access_log.then(|| Box::new(Access::begin(parts))),
            limit: Limit { unless_said: Some(self.timeout), left: None },
            closes: closes && parts.version < Version::HTTP_2,
            is_inner: false,
        }
    }
}

impl Served {
    /// What is done for a request inside of the app's layers.
    pub(super) fn inside(within: Option<Within>) -> Self {
        let limit = Limit { unless_said: within.and_then(|within| within.0), left: None };
        Self { arrival: Arrival::default(), access: None, limit, closes: false, is_inner: true }
    }

    /// Leaves the limit to who knows the route.
    pub(super) fn hand_on(&mut self) -> Within {
        Within(self.limit.unless_said.take())
    }

    /// Whether the time is up. `way`: of the request's route.
    #[cold]
    pub(super) fn poll_limit(&mut self, way: Option<&Way>, cx: &mut Context<'_>) -> Poll<Response> {
        let Some(unless_said) = self.limit.unless_said else { return Poll::Pending };
        let limit = way.and_then(|way| way.timeout).unwrap_or(unless_said);
        if limit.is_zero() {
            return Poll::Pending;
        }
        let waits_for_body = waits_for_body();
        let left = self.limit.left.get_or_insert_with(|| Box::pin(tokio::time::sleep(limit)));
        std::task::ready!(left.as_mut().poll(cx));
        let settings = way.map(|way| way.settings).unwrap_or_default();
        Poll::Ready(late(limit, waits_for_body).respond(&settings))
    }

    /// What is done to the reply.
    pub(super) fn finish(self, mut response: Response, way: Option<Arc<Way>>) -> Response {
        if self.is_inner {
            if let Some(way) = way {
                response.extensions_mut().insert(Routed(way));
            }
            return response;
        }
        if self.access.is_some() || is_failure(&response) {
            tell(&mut response, way, Some(&self));
        }
        let is_switched = response.status() == StatusCode::SWITCHING_PROTOCOLS;
        if let Some(id) = self.arrival.id() {
            let name = const { HeaderName::from_static(REQUEST_ID) };
            response.headers_mut().entry(name).or_insert_with(|| id.header());
        }
        // What becomes another protocol has a header of its own (RFC 9112, section 9.6).
        if self.closes && !is_switched {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        response
    }
}

/// The reply to a request that took too long.
fn late(limit: Duration, waits_for_body: bool) -> Problem {
    if waits_for_body {
        let detail = format!("the body has not come whole within {limit:?}");
        return Problem::new(StatusCode::REQUEST_TIMEOUT, detail).code("body_timeout");
    }
    Problem::new(StatusCode::GATEWAY_TIMEOUT, format!("no reply within {limit:?}")).code("request_timeout")
}

/// Writes to the log what it has to say of a reply: why it failed, and that it was made if each is told.
#[cold]
pub(super) fn tell(response: &mut Response, way: Option<Arc<Way>>, served: Option<&Served>) {
    let routed = response.extensions_mut().remove::<Routed>().map(|Routed(way)| way).or(way);
    let access = served.and_then(|served| served.access.as_deref());
    let line = |level, message| Line {
        request_id: served.and_then(|served| served.arrival.id()).map(Id::to_string),
        method: routed.as_ref().map(|way| way.method.to_owned()).filter(|method| !method.is_empty()),
        route: routed.as_ref().map(|way| way.route.clone()).filter(|route| !route.is_empty()),
        status: Some(response.status().as_u16()),
        ..Line::new(level, message)
    };
    if let Some(Cause(cause)) = response.extensions().get() {
        let backtrace = cause.downcast_ref().and_then(|panicked: &Panicked| panicked.backtrace.clone());
        Line { backtrace, ..line(Level::Error, Chain(&**cause).to_string()) }.write();
    }
    if let Some(access) = access {
        let duration_ms = Some(access.millis());
        let (method, path) = (Some(access.method.clone()), Some(access.path.clone()));
        Line { method, path, duration_ms, ..line(Level::Info, "answered".to_owned()) }.write();
    }
}
