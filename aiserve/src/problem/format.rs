//! How a problem is written: RFC 9457, FastAPI's shape, or the application's own.

use super::{Fault, Problem};
use crate::body::Body;
use crate::extract::Settings;
use crate::respond::Response;

/// How problems are written on the wire and described in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorFormat {
    /// `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with an `errors` array for
    /// invalid input.
    #[default]
    Problem,
    /// FastAPI's `{"detail": ..}`.
    FastApi,
}

/// An invalid request, as an application that writes its own answer sees it.
#[derive(Debug)]
pub struct Invalid<'a> {
    /// Every mistake found.
    pub faults: &'a [Fault],
    /// The body that was sent: parsed JSON, a string if it was not read as JSON, `None` if there was none.
    pub body: Option<&'a serde_json::Value>,
}

pub(super) fn render(problem: Problem, settings: &Settings) -> Response {
    let _ = settings;
    let mut response = Response::new(Body::full(problem.to_string()));
    *response.status_mut() = problem.status();
    response
}
