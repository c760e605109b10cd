//! The crate's opaque error: what can go wrong outside a request (building, binding, loading).

use std::fmt;

use crate::problem::Problem;

/// Something that went wrong while a service was built or started.
///
/// Its text names the cause; [`source`](std::error::Error::source) has the error behind it, if any.
#[derive(Debug)]
pub struct Error {
    message: String,
    source: Option<Box<dyn std::error::Error + Send + Sync>>,
    exit_code: u8,
}

/// The process could not start or serve.
const FAILED: u8 = 1;
/// The process stopped before all was answered.
const CUT: u8 = 3;

impl Error {
    /// An error with a message of its own.
    pub fn new(message: impl Into<String>) -> Self {
        Self { message: message.into(), source: None, exit_code: FAILED }
    }

    /// That a stop did not wait for all that was under way.
    pub(crate) fn cut(message: impl Into<String>) -> Self {
        Self { exit_code: CUT, ..Self::new(message) }
    }

    /// What the process ends with because of it.
    pub(crate) fn exit_code(&self) -> u8 {
        self.exit_code
    }

    /// The same error, with the error that caused it.
    #[must_use]
    pub fn because(mut self, source: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Self {
        self.source = Some(source.into());
        self
    }
}

impl fmt::Display for Error {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.message)
    }
}

impl std::error::Error for Error {
    fn source(&self) -> Option<&(dyn std::error::Error + 'static)> {
        self.source.as_deref().map(|e| e as _)
    }
}

/// The result of an endpoint whose errors are [`Problem`]s.
pub type Result<T, E = Problem> = std::result::Result<T, E>;
