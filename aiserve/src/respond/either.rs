//! One of two replies.

use http::HeaderMap;

use super::{Respond, Response};
use crate::describe::Replies;
use crate::extract::Settings;

/// One of two replies, both documented; nest it for more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Either<A, B> {
    /// The first.
    Left(A),
    /// The second.
    Right(B),
}

impl<A: Respond, B: Respond> Respond for Either<A, B> {
    const REPLIES: Replies = Replies::Both(&A::REPLIES, &B::REPLIES);
    const LOOKS_AT_HEADERS: bool = A::LOOKS_AT_HEADERS || B::LOOKS_AT_HEADERS;

    fn respond(self, settings: &Settings) -> Response {
        match self {
            Self::Left(reply) => reply.respond(settings),
            Self::Right(reply) => reply.respond(settings),
        }
    }

    fn respond_to(self, headers: &HeaderMap, settings: &Settings) -> Response {
        match self {
            Self::Left(reply) => reply.respond_to(headers, settings),
            Self::Right(reply) => reply.respond_to(headers, settings),
        }
    }
}
