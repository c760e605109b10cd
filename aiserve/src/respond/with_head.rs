//! Replies whose status or header fields are known only when they are made.

use http::{HeaderMap, StatusCode};

use super::{Respond, Response};
use crate::body::Body;
use crate::describe::Replies;
use crate::extract::Settings;

/// A reply of another status than the operation's, which the document does not know of.
impl<T: Respond> Respond for (StatusCode, T) {
    const REPLIES: Replies = T::REPLIES;

    fn respond(self, settings: &Settings) -> Response {
        let (status, reply) = self;
        let mut response = reply.respond(settings);
        *response.status_mut() = status;
        response
    }
}

/// A reply with further header fields; they win over the reply's own.
impl<T: Respond> Respond for (HeaderMap, T) {
    const REPLIES: Replies = T::REPLIES;
    const LOOKS_AT_HEADERS: bool = T::LOOKS_AT_HEADERS;

    fn respond(self, settings: &Settings) -> Response {
        let (headers, reply) = self;
        let mut response = reply.respond(settings);
        response.headers_mut().extend(headers);
        response
    }

    fn respond_to(self, request: &HeaderMap, settings: &Settings) -> Response {
        let (headers, reply) = self;
        let mut response = reply.respond_to(request, settings);
        response.headers_mut().extend(headers);
        response
    }
}

impl<T: Respond> Respond for (StatusCode, HeaderMap, T) {
    const REPLIES: Replies = T::REPLIES;

    fn respond(self, settings: &Settings) -> Response {
        let (status, headers, reply) = self;
        (status, (headers, reply)).respond(settings)
    }
}

/// A reply made by hand, which the document does not know of.
impl Respond for http::Response<Body> {
    const REPLIES: Replies = Replies::None;

    fn respond(self, _: &Settings) -> Response {
        self
    }
}
