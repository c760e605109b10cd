//! The body of a request on a connection, and what becomes of the rest of it that nobody reads.
//!
//! On HTTP/1 the next request comes after that rest, and a server that closes instead may destroy its own reply: the
//! system answers bytes that arrive late by a reset, which throws away what the client has not read yet. So the rest is
//! read and forgotten while the reply is on its way, within limits.

use std::cell::Cell;
use std::pin::Pin;
use std::task::{Context, Poll};
use std::time::Duration;

use bytes::Bytes;
use http_body::{Body as _, Frame, SizeHint};
use http_body_util::BodyExt;
use hyper::body::Incoming;

/// Most bytes of the rest. What is larger costs more than a new connection.
const MOST_BYTES: usize = 16 * 1024 * 1024;
/// How long the rest may take.
const MOST_TIME: Duration = Duration::from_secs(10);

thread_local! {
    /// Whether the body that was asked last on this thread had nothing yet.
    static WAITS: Cell<bool> = const { Cell::new(false) };
}

/// Whether what was polled just now waits for a body. Told once.
pub(crate) fn waits_for_body() -> bool {
    WAITS.take()
}

/// A body on a connection.
#[derive(Debug)]
pub(crate) struct Wire {
    /// `None` once it is read to its end.
    body: Option<Incoming>,
    rest: Rest,
}

/// What becomes of the part that is not read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Rest {
    /// It is read and forgotten.
    Forgotten,
    /// It is left to hyper: reset on HTTP/2, and the end of the connection on HTTP/1.
    Left,
}

impl Wire {
    pub(crate) fn new(body: Incoming, rest: Rest) -> Self {
        Self { body: (!body.is_end_stream()).then_some(body), rest }
    }

    pub(super) fn poll_frame(&mut self, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, hyper::Error>>> {
        let Some(body) = &mut self.body else { return Poll::Ready(None) };
        let frame = Pin::new(body).poll_frame(cx);
        WAITS.set(frame.is_pending());
        if let Poll::Ready(None | Some(Err(_))) = frame {
            self.body = None;
        }
        frame
    }

    pub(super) fn is_end_stream(&self) -> bool {
        self.body.as_ref().is_none_or(Incoming::is_end_stream)
    }

    pub(super) fn size_hint(&self) -> SizeHint {
        self.body.as_ref().map_or_else(|| SizeHint::with_exact(0), Incoming::size_hint)
    }
}

impl Drop for Wire {
    fn drop(&mut self) {
        let Some(body) = self.body.take().filter(|body| self.rest == Rest::Forgotten && !body.is_end_stream()) else {
            return;
        };
        // Without a runtime there is no connection that could go on.
        if let Ok(runtime) = tokio::runtime::Handle::try_current() {
            runtime.spawn(tokio::time::timeout(MOST_TIME, forget(body)));
        }
    }
}

async fn forget(mut body: Incoming) {
    let mut left = MOST_BYTES;
    while let Some(Ok(frame)) = body.frame().await {
        let length = frame.data_ref().map_or(0, Bytes::len);
        let Some(less) = left.checked_sub(length) else { return };
        left = less;
    }
}
