//! One of two replies.

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

    fn respond(self, settings: &Settings) -> Response {
        match self {
            Self::Left(reply) => reply.respond(settings),
            Self::Right(reply) => reply.respond(settings),
        }
    }
}
