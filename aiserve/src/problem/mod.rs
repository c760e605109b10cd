//! Everything that can go wrong in a request: one value ([`Problem`]), and the formats that render it.
//!
//! A mistake of the client's input is a [`Fault`]; all faults of one request travel in one problem.

mod detail;
mod failure;
mod fault;
mod format;

pub use failure::Failure;
pub use fault::{Fault, Place, Segment};
pub use format::{ErrorFormat, Invalid};

use std::any::Any;
use std::fmt;

use http::{HeaderMap, HeaderName, HeaderValue, StatusCode};

#[cfg(feature = "ws")]
use crate::observe::{self, Chain};

/// A failed request: status, text, and what a client program can act on.
///
/// Rendered as `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) unless the app chose
/// another [`ErrorFormat`]. Any standard error becomes one by `?`: a 500 whose cause is logged and never sent.
///
/// # Examples
/// ```
/// use aiserve::{Problem, Result};
///
/// fn find(id: u64) -> Result<u64> {
///     if id == 0 { Err(Problem::not_found("no item 0")) } else { Ok(id) }
/// }
/// # assert_eq!(find(0).unwrap_err().status(), 404);
/// ```
pub struct Problem {
    // One box, so that `Result<T, Problem>` costs a pointer on the path where nothing fails.
    inner: Box<Inner>,
}

struct Inner {
    status: StatusCode,
    code: &'static str,
    detail: String,
    faults: Vec<Fault>,
    members: Vec<(&'static str, serde_json::Value)>,
    body: Option<serde_json::Value>,
    headers: HeaderMap,
    cause: Option<Box<dyn std::error::Error + Send + Sync>>,
}

impl Problem {
    /// A problem of this status; `detail` is shown to the client.
    pub fn new(status: StatusCode, detail: impl Into<String>) -> Self {
        Self {
            inner: Box::new(Inner {
                status,
                code: "",
                detail: detail.into(),
                faults: Vec::new(),
                members: Vec::new(),
                body: None,
                headers: HeaderMap::new(),
                cause: None,
            }),
        }
    }

    /// 400 Bad Request.
    pub fn bad_request(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, detail)
    }

    /// 401 Unauthorized.
    pub fn unauthorized(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, detail)
    }

    /// 403 Forbidden.
    pub fn forbidden(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::FORBIDDEN, detail)
    }

    /// 404 Not Found.
    pub fn not_found(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::NOT_FOUND, detail)
    }

    /// 409 Conflict.
    pub fn conflict(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::CONFLICT, detail)
    }

    /// 503 Service Unavailable.
    pub fn unavailable(detail: impl Into<String>) -> Self {
        Self::new(StatusCode::SERVICE_UNAVAILABLE, detail)
    }

    /// 500 Internal Server Error: the cause is logged, never sent.
    pub fn internal(cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        Self::hidden(StatusCode::INTERNAL_SERVER_ERROR, cause)
    }

    /// A problem of this status whose cause is logged and never sent.
    pub fn hidden(status: StatusCode, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        let mut problem = Self::new(status, "");
        problem.inner.cause = Some(cause.into());
        problem
    }

    /// 422 Unprocessable Content: the mistakes of the client's input, and what it sent as its body.
    pub fn invalid(faults: Vec<Fault>, body: Option<serde_json::Value>) -> Self {
        let mut problem = Self::new(StatusCode::UNPROCESSABLE_ENTITY, "");
        problem.inner.faults = faults;
        problem.inner.body = body;
        problem
    }

    /// The same problem with a stable code that a client program can compare (`out_of_stock`).
    #[must_use]
    pub fn code(mut self, code: &'static str) -> Self {
        self.inner.code = code;
        self
    }

    /// The same problem with a member beyond those of RFC 9457, for client programs: `limit`, `balance`. FastAPI's format
    /// has no place for it.
    #[must_use]
    pub fn member(mut self, name: &'static str, value: impl Into<serde_json::Value>) -> Self {
        self.inner.members.push((name, value.into()));
        self
    }

    /// The same problem with a header of its reply (`retry-after`, `www-authenticate`).
    #[must_use]
    pub fn header(mut self, name: HeaderName, value: HeaderValue) -> Self {
        self.inner.headers.insert(name, value);
        self
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.inner.status
    }

    /// Its text for people.
    pub fn detail(&self) -> &str {
        &self.inner.detail
    }

    /// The mistakes in the client's input; empty for other problems.
    pub fn faults(&self) -> &[Fault] {
        &self.inner.faults
    }

    /// Writes the cause to the log, if it has one.
    #[cfg(feature = "ws")]
    pub(crate) fn log(&self) {
        if let Some(cause) = self.cause() {
            observe::error(Chain(cause));
        }
    }

    pub(crate) fn render(self, settings: &crate::extract::Settings) -> crate::respond::Response {
        format::render(self, settings)
    }

    /// The error behind it, which is logged and never sent.
    pub fn cause(&self) -> Option<&(dyn std::error::Error + Send + Sync + 'static)> {
        self.inner.cause.as_deref()
    }
}

impl fmt::Debug for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Problem")
            .field("status", &self.inner.status)
            .field("code", &self.inner.code)
            .field("detail", &self.inner.detail)
            .field("faults", &self.inner.faults)
            .field("cause", &self.inner.cause)
            .finish_non_exhaustive()
    }
}

impl fmt::Display for Problem {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.inner.status)?;
        if !self.inner.detail.is_empty() {
            write!(f, ": {}", self.inner.detail)?;
        }
        if let Some(cause) = &self.inner.cause {
            write!(f, ": {cause}")?;
        }
        Ok(())
    }
}

impl<E: std::error::Error + Send + Sync + 'static> From<E> for Problem {
    fn from(cause: E) -> Self {
        let mut cause = Some(cause);
        // A failure of aiserve's own knows its problem. There is no second `From` for it beside this one for all errors.
        let failure = (&mut cause as &mut dyn Any).downcast_mut::<Option<Failure>>().and_then(Option::take);
        match (failure, cause) {
            (Some(failure), _) => failure.into_problem(),
            (None, Some(cause)) => Self::internal(cause),
            (None, None) => unreachable!("only a failure is taken"),
        }
    }
}
