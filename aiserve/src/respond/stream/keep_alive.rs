//! When a stream that has nothing to say gives a sign of life.

use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use tokio::time::{Instant, Sleep, sleep_until};

/// A deadline that every write moves on, at the price of a look at the clock.
pub(super) struct KeepAlive {
    interval: Duration,
    /// When something was sent last, and the timer. There is none until the stream has to wait.
    waiting: Option<(Instant, Pin<Box<Sleep>>)>,
}

impl KeepAlive {
    pub(super) fn new(interval: Duration) -> Self {
        Self { interval, waiting: None }
    }

    /// Notes that something is sent now.
    pub(super) fn sent(&mut self) {
        if let Some((sent, _)) = &mut self.waiting {
            *sent = Instant::now();
        }
    }

    /// Whether nothing was sent for the interval; if so, that counts as sent.
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        let interval = self.interval;
        let (sent, timer) = self.waiting.get_or_insert_with(|| {
            let now = Instant::now();
            (now, Box::pin(sleep_until(now + interval)))
        });
        loop {
            ready!(timer.as_mut().poll(cx));
            let now = Instant::now();
            let is_due = now >= *sent + interval;
            if is_due {
                *sent = now;
            }
            timer.as_mut().reset(*sent + interval);
            if is_due {
                return Poll::Ready(());
            }
        }
    }
}
