//! What a service tells about itself while it runs: ids of requests, and the log.

mod access;
mod id;
mod log;
mod panics;
mod time;

pub(crate) use access::Access;
pub(crate) use id::{Id, REQUEST_ID};
pub use log::LogFormat;
pub(crate) use log::{Level, Line, set_format};
pub(crate) use panics::{Guarded, Panicked, install};

use std::error::Error;
use std::fmt;
use std::sync::Arc;

/// The error behind a reply, which is logged and never sent: an extension of the response, on its way to where the request's
/// id is known.
#[derive(Clone, Debug)]
pub(crate) struct Cause(pub(crate) Arc<dyn Error + Send + Sync>);

/// An error with those behind it.
pub(crate) struct Chain<'a>(pub(crate) &'a (dyn Error + 'static));

impl fmt::Display for Chain<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)?;
        let mut source = self.0.source();
        while let Some(error) = source {
            write!(f, ": {error}")?;
            source = error.source();
        }
        Ok(())
    }
}

/// Logs what is good to know.
#[cfg(feature = "redis")]
#[cold]
pub(crate) fn info(message: impl fmt::Display) {
    Line::new(Level::Info, message.to_string()).write();
}

/// Logs an error that no reply tells.
#[cold]
pub(crate) fn error(message: impl fmt::Display) {
    Line::new(Level::Error, message.to_string()).write();
}
