//! Results as replies: a success or a documented error.

use http::HeaderMap;

use super::{Respond, Response};
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::problem::{Failure, Problem};

impl<T: Respond, E: Respond> Respond for Result<T, E> {
    const REPLIES: Replies = Replies::Both(&T::REPLIES, &E::REPLIES);
    const LOOKS_AT_HEADERS: bool = T::LOOKS_AT_HEADERS || E::LOOKS_AT_HEADERS;

    fn respond(self, settings: &Settings) -> Response {
        match self {
            Ok(value) => value.respond(settings),
            Err(error) => error.respond(settings),
        }
    }

    fn respond_to(self, headers: &HeaderMap, settings: &Settings) -> Response {
        match self {
            Ok(value) => value.respond_to(headers, settings),
            Err(error) => error.respond_to(headers, settings),
        }
    }
}

/// A problem has any status, so nothing more is known of it than its form.
const ANY_PROBLEM: Replies = Replies::One(Reply {
    status: Reply::OTHERS,
    description: "Any other problem.",
    content: Content::Problem(""),
    headers: &[],
});

impl Respond for Problem {
    const REPLIES: Replies = ANY_PROBLEM;

    fn respond(self, settings: &Settings) -> Response {
        self.render(settings)
    }

    fn into_problem(self) -> Option<Problem> {
        Some(self)
    }
}

impl Respond for Failure {
    const REPLIES: Replies = ANY_PROBLEM;

    fn respond(self, settings: &Settings) -> Response {
        Problem::from(self).render(settings)
    }

    fn into_problem(self) -> Option<Problem> {
        Some(self.into())
    }
}
