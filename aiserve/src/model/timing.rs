//! Where the time of a request went, as the `Server-Timing` header tells it.

use std::fmt::Write as _;
use std::sync::{Mutex, PoisonError};
use std::time::Duration;

use http::HeaderValue;

/// Where the time of one answer went.
#[derive(Clone, Copy, Debug, Default)]
pub(super) struct Timing {
    /// It waited for a replica.
    pub(super) queue: Duration,
    /// Its batch was put together.
    pub(super) batch: Duration,
    /// The model computed.
    pub(super) compute: Duration,
    /// Inputs in the batch.
    pub(super) size: usize,
}

/// The answers that one request got: their times add up, as they do where one waits for the other.
#[derive(Debug, Default)]
pub(crate) struct Timings(Mutex<Option<Timing>>);

impl Timings {
    pub(super) fn add(&self, timing: Timing) {
        let mut sum = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        let sum = sum.get_or_insert_default();
        sum.queue += timing.queue;
        sum.batch += timing.batch;
        sum.compute += timing.compute;
        sum.size = timing.size;
    }

    /// The value of `Server-Timing` ([W3C Server Timing, section 3](https://www.w3.org/TR/server-timing/)): milliseconds.
    pub(crate) fn header(&self) -> Option<HeaderValue> {
        let timing = (*self.0.lock().unwrap_or_else(PoisonError::into_inner))?;
        let mut text = String::with_capacity(64);
        let parts = [("queue", timing.queue), ("batch", timing.batch), ("compute", timing.compute)];
        for (name, duration) in parts {
            let separator = if text.is_empty() { "" } else { ", " };
            let size = if name == "batch" { format!(";desc=\"{}\"", timing.size) } else { String::new() };
            let _ = write!(text, "{separator}{name};dur={:.3}{size}", duration.as_secs_f64() * 1e3);
        }
        HeaderValue::try_from(text).ok()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn is_written_in_milliseconds() {
        let timings = Timings::default();
        assert!(timings.header().is_none());
        let millis = Duration::from_millis;
        timings.add(Timing { queue: millis(2), batch: Duration::from_micros(15), compute: millis(9), size: 7 });
        assert_eq!(timings.header().unwrap(), "queue;dur=2.000, batch;dur=0.015;desc=\"7\", compute;dur=9.000");
    }
}
