//! Results as replies: a success or a documented error.

use super::{Respond, Response};
use crate::describe::Replies;
use crate::extract::Settings;
use crate::problem::Problem;

impl<T: Respond, E: Respond> Respond for Result<T, E> {
    const REPLIES: Replies = Replies::Both(&T::REPLIES, &E::REPLIES);

    fn respond(self, settings: &Settings) -> Response {
        match self {
            Ok(value) => value.respond(settings),
            Err(error) => error.respond(settings),
        }
    }
}

impl Respond for Problem {
    const REPLIES: Replies = Replies::None;

    fn respond(self, settings: &Settings) -> Response {
        self.render(settings)
    }
}
