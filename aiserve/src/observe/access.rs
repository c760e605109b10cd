//! The access log: a line for each request.

use std::time::Instant;

use http::request::Parts;

/// What the access log tells of a request, and since when it is answered.
#[derive(Debug)]
pub(crate) struct Access {
    start: Instant,
    pub(crate) method: String,
    /// Without the query, in which secrets may be.
    pub(crate) path: String,
}

impl Access {
    pub(crate) fn begin(parts: &Parts) -> Self {
        Self { start: Instant::now(), method: parts.method.to_string(), path: parts.uri.path().to_owned() }
    }

    /// Milliseconds since then, to the microsecond.
    pub(crate) fn millis(&self) -> f64 {
        (self.start.elapsed().as_secs_f64() * 1e6).round() / 1e3
    }
}
