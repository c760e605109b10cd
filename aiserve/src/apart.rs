//! Work that would keep a thread of the server too long, where the server goes on without that thread.
//!
//! Only what a request's future does between two polls can be moved, so the future asks for it by a pause, and whoever
//! polls it goes on apart: no code of the future is there twice.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};

use tokio::runtime::{Handle, RuntimeFlavor};
use tokio::task::block_in_place;

use crate::respond::Response;

/// The future of a reply.
type Answering = dyn Future<Output = Response> + Send;

thread_local! {
    /// Whether the future that was polled last has asked for it.
    static ASKED: Cell<bool> = const { Cell::new(false) };
}

/// From here to the next wait the server goes on without this thread, if the runtime has others.
pub(crate) async fn apart() {
    let mut asked = false;
    std::future::poll_fn(|cx| {
        if asked {
            return Poll::Ready(());
        }
        asked = true;
        ASKED.set(true);
        // Whoever polls otherwise than by `poll` below comes back too.
        cx.waker().wake_by_ref();
        Poll::Pending
    })
    .await;
}

/// Polls the future of a reply, apart if it asks for that.
#[inline]
pub(crate) fn poll(mut future: Pin<&mut Answering>, cx: &mut Context<'_>) -> Poll<Response> {
    match future.as_mut().poll(cx) {
        Poll::Pending if ASKED.take() => poll_apart(future, cx),
        polled => polled,
    }
}

#[cold]
fn poll_apart(future: Pin<&mut Answering>, cx: &mut Context<'_>) -> Poll<Response> {
    // A runtime of one thread has no other to go on with.
    match Handle::try_current().map(|runtime| runtime.runtime_flavor()) {
        Ok(RuntimeFlavor::MultiThread) => block_in_place(|| future.poll(cx)),
        _ => future.poll(cx),
    }
}
