//! A model as an argument.

use super::deadline;
use super::handle::Use;
use super::models::Models;
use crate::__private::RETRY_AFTER;
use crate::describe::{Arg, Content, Describes, Needs, Replies, Reply};
use crate::extract::{Ctx, Extract, FromState, Refused};

const fn reply(status: u16, description: &'static str, code: &'static str) -> Reply {
    Reply { status, description, content: Content::Problem(code), headers: &[] }
}

/// How a model fails beside what it says of its input.
const REPLIES: Replies = Replies::Many(&[
    reply(413, "The input alone costs more than a batch may.", "input_too_large"),
    Reply {
        headers: &[RETRY_AFTER],
        ..reply(429, "Overloaded: an answer would come after the deadline, or too much waits.", "would_be_late")
    },
    Reply { headers: &[RETRY_AFTER], ..reply(503, "The model is not ready, or the service stops.", "not_ready") },
    reply(504, "No answer within the deadline.", "deadline_exceeded"),
]);

impl<M> Describes for Use<M> {
    const ARG: Arg = Arg::Needs(&Needs { args: &[], replies: REPLIES }, &[]);
}

impl<S, M> Extract<S> for Use<M>
where
    S: Send + Sync,
    Self: FromState<S>,
{
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let mut handle = Self::from_state(ctx.state());
        if let Some(patience) = deadline::asked(ctx.request.headers()) {
            handle = handle.within(patience);
        }
        handle.ask.timings = Some(ctx.timings());
        Ok(handle)
    }

    fn models(state: &S, found: &mut Models) {
        found.add(&Self::from_state(state));
    }
}
