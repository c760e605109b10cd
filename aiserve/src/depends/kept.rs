//! What dependencies gave, until the reply is sent.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http::HeaderName;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::Cache;
use crate::body::{Body, BodyError, Late};
use crate::respond::Response;
use crate::stop::Stop;

/// Where the time went ([W3C Server Timing](https://www.w3.org/TR/server-timing/)).
const SERVER_TIMING: HeaderName = HeaderName::from_static("server-timing");

/// The values of a request's dependencies. Dropped, they go, and what they left to do begins.
#[derive(Debug)]
pub struct Kept(pub(crate) Cache);

impl Kept {
    /// Keeps them until the reply is made, or to the end of a body that is still to be made.
    #[inline]
    pub fn until_sent(self, response: &mut Response) {
        if !self.0.is_empty() {
            self.in_response(response);
        }
    }

    #[cold]
    fn in_response(self, response: &mut Response) {
        if let Some(timing) = self.0.server_timing() {
            response.headers_mut().insert(SERVER_TIMING, timing);
        }
        let body = response.body_mut();
        if body.is_whole() {
            return;
        }
        let held = Holding { body: std::mem::replace(body, Body::empty()), _kept: self.0 };
        *body = if held.body.is_late() { Body::late(held) } else { Body::new(held) };
    }
}

/// A body that keeps them.
struct Holding {
    body: Body,
    _kept: Cache,
}

impl HttpBody for Holding {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl Late for Holding {
    fn poll_start(mut self: Pin<&mut Self>, stop: &Stop, cx: &mut Context<'_>) -> Poll<Result<(), Response>> {
        self.body.poll_start(stop, cx)
    }
}
