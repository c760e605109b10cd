//! How many requests are answered at a time, and how many wait.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use http::HeaderValue;
use http::header::RETRY_AFTER;
use tokio::sync::{OwnedSemaphorePermit, Semaphore};

use crate::problem::Problem;

/// How many requests are answered at a time. As many again wait for their turn, first come, first served; more are refused at
/// once by 503 with `Retry-After`, so that those who are let in are answered soon whatever comes.
///
/// A request counts until its reply is sent, streams to their end; one whose client leaves counts no more.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Concurrency {
    most: usize,
    waiting: usize,
}

impl Concurrency {
    /// At most this many at a time, at least one.
    pub const fn new(most: usize) -> Self {
        let most = if most == 0 { 1 } else { most };
        Self { most, waiting: most }
    }

    /// How many wait, instead of as many as are answered.
    #[must_use]
    pub const fn waiting(mut self, most: usize) -> Self {
        self.waiting = most;
        self
    }
}

impl From<usize> for Concurrency {
    fn from(most: usize) -> Self {
        Self::new(most)
    }
}

/// The limit, shared by its routes.
#[derive(Clone, Debug)]
pub(crate) struct AtOnce {
    turns: Arc<Semaphore>,
    waiting: Arc<AtomicUsize>,
    most_waiting: usize,
}

/// A request's turn; it ends when this is dropped.
pub(crate) type Permit = OwnedSemaphorePermit;

impl AtOnce {
    pub(super) fn new(Concurrency { most, waiting }: Concurrency) -> Self {
        let turns = Arc::new(Semaphore::new(most.min(Semaphore::MAX_PERMITS)));
        Self { turns, waiting: Arc::default(), most_waiting: waiting }
    }

    /// Waits for a turn.
    ///
    /// # Errors
    /// That too many wait.
    pub(super) async fn enter(&self) -> Result<Permit, Problem> {
        if let Ok(permit) = Arc::clone(&self.turns).try_acquire_owned() {
            return Ok(permit);
        }
        let waits = Waits::begin(&self.waiting);
        if waits.before >= self.most_waiting {
            return Err(busy(waits.before));
        }
        Arc::clone(&self.turns).acquire_owned().await.map_err(|_| busy(waits.before))
    }
}

/// A request that waits, until this is dropped.
struct Waits<'a> {
    all: &'a AtomicUsize,
    /// How many waited already.
    before: usize,
}

impl<'a> Waits<'a> {
    fn begin(all: &'a AtomicUsize) -> Self {
        Self { all, before: all.fetch_add(1, Ordering::Relaxed) }
    }
}

impl Drop for Waits<'_> {
    fn drop(&mut self) {
        self.all.fetch_sub(1, Ordering::Relaxed);
    }
}

#[cold]
fn busy(waiting: usize) -> Problem {
    Problem::unavailable("as many requests are answered as may be, and enough wait")
        .code("overloaded")
        .member("waiting", waiting)
        .header(RETRY_AFTER, HeaderValue::from_static("1"))
}

#[cfg(test)]
mod tests {
    use std::pin::pin;
    use std::task::{Context, Waker};

    use super::*;

    #[test]
    fn turns_are_given_in_order_and_back() {
        let limit = AtOnce::new(Concurrency::new(1).waiting(2));
        let mut cx = Context::from_waker(Waker::noop());
        let enter = || Box::pin(limit.enter());
        let (mut first, mut second, mut third, mut fourth) = (enter(), enter(), enter(), enter());
        let permit = match first.as_mut().poll(&mut cx) {
            std::task::Poll::Ready(Ok(permit)) => permit,
            other => panic!("{other:?}"),
        };
        assert!(second.as_mut().poll(&mut cx).is_pending());
        assert!(third.as_mut().poll(&mut cx).is_pending());
        let refused = pin!(fourth.as_mut()).poll(&mut cx);
        assert!(matches!(refused, std::task::Poll::Ready(Err(problem)) if problem.status() == 503));
        // Who leaves makes room for another to wait, and the turn goes on to the next.
        drop(second);
        let mut fifth = enter();
        assert!(fifth.as_mut().poll(&mut cx).is_pending());
        drop(permit);
        assert!(fifth.as_mut().poll(&mut cx).is_pending());
        assert!(third.as_mut().poll(&mut cx).is_ready());
    }
}
