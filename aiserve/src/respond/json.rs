//! JSON replies.

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use super::{Respond, Response};
use crate::body::Body;
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::json;
use crate::problem::Problem;
use crate::schema::Schema;

/// The wrapper form of a JSON body, as an argument and as a result.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Json<T>(pub T);

/// Enough for most small replies, so that writing one allocates once.
const FIRST_ALLOCATION: usize = 128;

#[diagnostic::do_not_recommend]
impl<T: Schema + Serialize> Respond for T {
    const REPLIES: Replies = json_reply(T::NODE);

    #[inline]
    fn respond(self, settings: &Settings) -> Response {
        write(&self, settings)
    }
}

impl<T: Schema + Serialize> Respond for Json<T> {
    const REPLIES: Replies = json_reply(T::NODE);

    fn respond(self, settings: &Settings) -> Response {
        write(&self.0, settings)
    }
}

const fn json_reply(node: crate::schema::Node) -> Replies {
    Replies::One(Reply { status: 0, description: "", content: Content::Typed("application/json", node), headers: &[] })
}

#[inline]
fn write<T: Serialize>(value: &T, settings: &Settings) -> Response {
    let mut bytes = Vec::with_capacity(FIRST_ALLOCATION);
    match json::append(value, &mut bytes) {
        Ok(()) => reply(bytes.into(), settings),
        Err(error) => Problem::internal(error).respond(settings),
    }
}

#[inline]
fn reply(bytes: Bytes, settings: &Settings) -> Response {
    let mut response = Response::new(Body::full(bytes));
    *response.status_mut() = settings.status;
    response.headers_mut().append(CONTENT_TYPE, const { HeaderValue::from_static("application/json") });
    response
}
