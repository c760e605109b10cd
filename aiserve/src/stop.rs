//! Tells connections and streams that the server stops, at the cost of one atomic load per turn of a connection.

use std::pin::Pin;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::task::{Context, Poll};

use tokio::sync::Notify;
use tokio::sync::futures::OwnedNotified;

/// The server's end of it; clones are one and the same.
#[derive(Clone, Debug, Default)]
pub(crate) struct Stop {
    shared: Arc<Shared>,
    notify: Arc<Notify>,
}

#[derive(Debug, Default)]
struct Shared {
    stopping: AtomicBool,
}

impl Stop {
    /// Tells all listeners.
    pub(crate) fn now(&self) {
        self.shared.stopping.store(true, Ordering::Release);
        self.notify.notify_waiters();
    }

    /// What one connection or stream listens to.
    pub(crate) fn listen(&self) -> Listener {
        Listener { stop: self.clone(), notified: None }
    }

    #[inline]
    pub(crate) fn is_stopping(&self) -> bool {
        self.shared.stopping.load(Ordering::Acquire)
    }
}

/// A listener's end of it.
pub(crate) struct Listener {
    stop: Stop,
    /// Holds the waker of the listener's task, which does not change once the task runs.
    notified: Option<Pin<Box<OwnedNotified>>>,
}

impl Listener {
    /// Whether the server stops; if not, the task is woken when it does.
    pub(crate) fn poll(&mut self, cx: &mut Context<'_>) -> Poll<()> {
        if self.notified.is_none() {
            let mut notified = Box::pin(Arc::clone(&self.stop.notify).notified_owned());
            let _ = notified.as_mut().poll(cx);
            self.notified = Some(notified);
        }
        // Looked at after registering, so that a stop in between is not missed.
        if self.stop.is_stopping() { Poll::Ready(()) } else { Poll::Pending }
    }
}
