//! Work that runs beside the replies, counted so that a stop can wait for it.

use std::future::poll_fn;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::{Pin, pin};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::task::Poll;

use tokio::runtime::Handle;
use tokio::sync::Notify;

/// Some work, of any type.
pub(crate) type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// The work of one app that is running.
#[derive(Clone, Debug, Default)]
pub(crate) struct Tasks(Arc<Running>);

#[derive(Debug, Default)]
struct Running {
    count: AtomicUsize,
    changed: Notify,
}

/// Counts one task for as long as it lives.
struct Counted(Arc<Running>);

impl Tasks {
    /// Runs work on the runtime of the caller. Without one, which is when the process ends, the work is dropped.
    pub(crate) fn spawn(&self, work: impl Future<Output = ()> + Send + 'static) {
        let Ok(runtime) = Handle::try_current() else { return };
        self.0.count.fetch_add(1, Ordering::Relaxed);
        let counted = Counted(Arc::clone(&self.0));
        runtime.spawn(async move {
            work.await;
            drop(counted);
        });
    }

    /// Waits until nothing runs.
    pub(crate) async fn ended(&self) {
        loop {
            let mut changed = pin!(self.0.changed.notified());
            changed.as_mut().enable();
            if self.0.count.load(Ordering::Acquire) == 0 {
                return;
            }
            changed.await;
        }
    }
}

impl Drop for Counted {
    fn drop(&mut self) {
        if self.0.count.fetch_sub(1, Ordering::Release) == 1 {
            self.0.changed.notify_waiters();
        }
    }
}

/// Runs work to its end, which may be a panic: the panic hook has written message and place then.
pub(crate) async fn run(mut work: Work) {
    poll_fn(|cx| catch_unwind(AssertUnwindSafe(|| work.as_mut().poll(cx))).unwrap_or(Poll::Ready(()))).await;
}
