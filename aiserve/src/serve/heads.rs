//! Ends a connection whose client takes too long over the head of a request.
//!
//! hyper asks its timer for a sleep before every head and drops it once the head is there: an allocation and two turns of the
//! runtime's timer wheel a request, for a limit that hardly ever passes. So hyper's sleeps only note when the limit passes,
//! and one sleep of the connection looks at the note.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};
use std::task::{Context, Poll};
use std::time::{Duration, Instant};

use hyper::rt::{Sleep, Timer};

/// Until when the client may take over the head that it is sending.
#[derive(Clone, Debug)]
pub(super) struct Deadline(Arc<Noted>);

#[derive(Debug)]
struct Noted {
    start: Instant,
    /// Nanoseconds after the start; 0 while no head is waited for.
    deadline: AtomicU64,
}

impl Deadline {
    pub(super) fn new() -> Self {
        Self(Arc::new(Noted { start: now(), deadline: AtomicU64::new(0) }))
    }

    /// The head is there.
    #[inline]
    pub(super) fn met(&self) {
        // All that look at it are of one task.
        self.0.deadline.store(0, Ordering::Relaxed);
    }

    fn set(&self, deadline: Instant) {
        let after = deadline.saturating_duration_since(self.0.start).as_nanos();
        self.0.deadline.store(u64::try_from(after).unwrap_or(u64::MAX).max(1), Ordering::Relaxed);
    }

    fn get(&self) -> Option<Instant> {
        let after = self.0.deadline.load(Ordering::Relaxed);
        (after != 0).then(|| self.0.start + Duration::from_nanos(after))
    }
}

/// The clock that tokio's sleeps go by.
fn now() -> Instant {
    tokio::time::Instant::now().into_std()
}

/// What hyper gets as the sleep before a head.
struct Never;

impl Sleep for Never {}

impl Future for Never {
    type Output = ();

    fn poll(self: Pin<&mut Self>, _: &mut Context<'_>) -> Poll<()> {
        Poll::Pending
    }
}

/// hyper's HTTP/1 connection uses its timer for the limit of a head, and for nothing else.
impl Timer for Deadline {
    fn sleep(&self, duration: Duration) -> Pin<Box<dyn Sleep>> {
        self.sleep_until(now() + duration)
    }

    fn sleep_until(&self, deadline: Instant) -> Pin<Box<dyn Sleep>> {
        self.set(deadline);
        Box::pin(Never)
    }

    fn now(&self) -> Instant {
        now()
    }

    fn reset(&self, _: &mut Pin<Box<dyn Sleep>>, deadline: Instant) {
        self.set(deadline);
    }
}

/// The one sleep of a connection.
pub(super) struct Watch {
    deadline: Deadline,
    /// It may pass before the deadline, which moves on with every head, and is set anew then.
    sleep: Option<Pin<Box<tokio::time::Sleep>>>,
}

impl Watch {
    pub(super) fn new(deadline: Deadline) -> Self {
        Self { deadline, sleep: None }
    }

    /// Whether a head has taken too long; if not, the connection's task is woken when it has.
    #[inline]
    pub(super) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        match &self.sleep {
            // Polled once, it wakes the task: a task does not change its waker.
            Some(sleep) if !sleep.is_elapsed() => Poll::Pending,
            _ => self.look(cx),
        }
    }

    #[cold]
    fn look(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        loop {
            let Some(deadline) = self.deadline.get() else { return Poll::Pending };
            if now() >= deadline {
                return Poll::Ready(());
            }
            let sleep = match &mut self.sleep {
                Some(sleep) => {
                    sleep.as_mut().reset(deadline.into());
                    sleep
                }
                none => none.insert(Box::pin(tokio::time::sleep_until(deadline.into()))),
            };
            std::task::ready!(sleep.as_mut().poll(cx));
        }
    }
}

#[cfg(test)]
mod tests {
    use std::future::poll_fn;

    use super::*;

    #[tokio::test(start_paused = true)]
    async fn each_head_has_the_whole_limit() {
        let start = now();
        let at = |seconds| start + Duration::from_secs(seconds);
        let deadline = Deadline::new();
        let mut watch = Watch::new(deadline.clone());
        let _sleep = deadline.sleep_until(at(3));
        assert!(poll_fn(|cx| Poll::Ready(watch.poll(cx))).await.is_pending());
        deadline.met();
        tokio::time::advance(Duration::from_secs(2)).await;
        let _sleep = deadline.sleep_until(at(5));
        poll_fn(|cx| watch.poll(cx)).await;
        assert_eq!(now() - start, Duration::from_secs(5));
    }

    #[tokio::test(start_paused = true)]
    async fn an_answer_may_take_longer() {
        let deadline = Deadline::new();
        let mut watch = Watch::new(deadline.clone());
        let _sleep = deadline.sleep(Duration::from_secs(3));
        assert!(poll_fn(|cx| Poll::Ready(watch.poll(cx))).await.is_pending());
        deadline.met();
        let waited = tokio::time::timeout(Duration::from_mins(1), poll_fn(|cx| watch.poll(cx))).await;
        assert!(waited.is_err());
    }
}
