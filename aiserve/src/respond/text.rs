//! Replies that are text.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};

use super::{Respond, Response};
use crate::body::Body;
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::schema::Node;

/// Plain text, UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Text<T = String>(pub T);

/// An HTML page, UTF-8.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Html<T = String>(pub T);

impl<T: Into<Bytes>> Respond for Text<T> {
    const REPLIES: Replies = typed("text/plain");

    fn respond(self, settings: &Settings) -> Response {
        reply(self.0.into(), "text/plain; charset=utf-8", settings)
    }
}

impl<T: Into<Bytes>> Respond for Html<T> {
    const REPLIES: Replies = typed("text/html");

    fn respond(self, settings: &Settings) -> Response {
        reply(self.0.into(), "text/html; charset=utf-8", settings)
    }
}

const fn typed(media_type: &'static str) -> Replies {
    Replies::One(Reply {
        status: 0,
        description: "",
        content: Content::Typed(media_type, Node::Text(None)),
        headers: &[],
    })
}

fn reply(bytes: Bytes, media_type: &'static str, settings: &Settings) -> Response {
    let mut response = Response::new(Body::full(bytes));
    *response.status_mut() = settings.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
