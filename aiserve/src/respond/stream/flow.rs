//! From a stream of items to the body of a reply.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::task::{Context, Poll, ready};
use std::time::Duration;

use bytes::Bytes;
use futures_core::Stream;
use http_body::{Body as HttpBody, Frame};

use super::keep_alive::KeepAlive;
use crate::body::{BodyError, Late};
use crate::extract::Settings;
use crate::observe::{self, Cause, Chain, Guarded, Panicked};
use crate::problem::Problem;
use crate::respond::{Respond, Response};
use crate::stop::{Listener, Stop};

/// Ready items are collected up to about this many bytes for one write.
const FULL: usize = 16 * 1024;
/// What the first write allocates; the next ones go by the one before.
const FIRST_ALLOCATION: usize = 256;

/// How items are written.
pub(super) trait Format<T>: Send {
    /// What is written when there was nothing for a while.
    const PING: &'static [u8];

    /// Writes one item.
    fn item(&self, item: T, out: &mut Vec<u8>) -> Result<(), Problem>;

    /// Writes that the stream ends before its time; an error if the format has no words for it.
    fn failure(&self, failure: Response, out: &mut Vec<u8>) -> Result<(), BodyError>;
}

/// The body that writes a stream's items.
pub(super) struct Flow<S, F> {
    /// Nothing once it has ended: what feeds it goes at once.
    stream: Option<Pin<Box<S>>>,
    format: F,
    settings: Settings,
    written: Vec<u8>,
    /// How much of that is whole items: one that fails midway is cut off.
    whole: usize,
    /// What the next write allocates, once there is an item: a stream that waits holds no buffer.
    allocation: usize,
    /// Why the body breaks off, and whether the connection had a turn to send what was written before.
    broken: Option<(BodyError, bool)>,
    /// Nothing before its beginning is made.
    stop: Option<Listener>,
    keep_alive: Option<KeepAlive>,
}

impl<S, F> Flow<S, F> {
    /// `keep_alive`: after how long without an item a sign of life is sent.
    pub(super) fn new(stream: S, format: F, settings: Settings, keep_alive: Option<Duration>) -> Self {
        Self {
            stream: Some(Box::pin(stream)),
            format,
            settings,
            written: Vec::new(),
            whole: 0,
            allocation: FIRST_ALLOCATION,
            broken: None,
            stop: None,
            keep_alive: keep_alive.map(KeepAlive::new),
        }
    }
}

impl<S, T, E, F> Flow<S, F>
where
    S: Stream<Item = Result<T, E>>,
    E: Respond,
    F: Format<T>,
{
    /// Writes the next item: whether there was one, or what is answered instead of it.
    fn step(&mut self, cx: &mut Context<'_>) -> Poll<Result<bool, Response>> {
        let Some(stream) = &mut self.stream else { return Poll::Ready(Ok(false)) };
        let failure = match ready!(stream.as_mut().poll_next(cx)) {
            Some(Ok(item)) => {
                if self.written.is_empty() {
                    self.written.reserve(self.allocation);
                }
                match self.format.item(item, &mut self.written) {
                    Ok(()) => {
                        self.whole = self.written.len();
                        return Poll::Ready(Ok(true));
                    }
                    Err(problem) => Err(problem.respond(&self.settings)),
                }
            }
            Some(Err(error)) => Err(error.respond(&self.settings)),
            None => Ok(false),
        };
        self.stream = None;
        Poll::Ready(failure)
    }

    /// Writes all items that are ready, and the failure among them; a panic is one. It is caught around all of them, so
    /// that it costs nothing per item, and the stream is not polled again after it.
    fn write_caught(&mut self, cx: &mut Context<'_>) {
        let _guarded = Guarded::new();
        if let Err(payload) = catch_unwind(AssertUnwindSafe(|| self.write_ready(cx))) {
            self.fail(Problem::internal(Panicked::caught(&*payload)).respond(&self.settings));
        }
    }

    fn write_ready(&mut self, cx: &mut Context<'_>) {
        while self.written.len() < FULL {
            match self.step(cx) {
                Poll::Ready(Ok(true)) => {}
                Poll::Ready(Err(failure)) => return self.fail(failure),
                Poll::Ready(Ok(false)) | Poll::Pending => return,
            }
        }
    }

    fn fail(&mut self, failure: Response) {
        // The reply has been told of when it began.
        if let Some(Cause(cause)) = failure.extensions().get() {
            observe::error(Chain(&**cause));
        }
        self.stream = None;
        self.written.truncate(self.whole);
        self.broken = self.format.failure(failure, &mut self.written).err().map(|error| (error, false));
    }

    /// What was written, to be sent.
    fn sent(&mut self) -> Frame<Bytes> {
        self.allocation = self.written.len().max(FIRST_ALLOCATION);
        if let Some(keep_alive) = &mut self.keep_alive {
            keep_alive.sent();
        }
        self.whole = 0;
        Frame::data(std::mem::take(&mut self.written).into())
    }
}

impl<S, T, E, F> Late for Flow<S, F>
where
    S: Stream<Item = Result<T, E>> + Send,
    E: Respond,
    F: Format<T> + Unpin,
{
    fn poll_start(self: Pin<&mut Self>, stop: &Stop, cx: &mut Context<'_>) -> Poll<Result<(), Response>> {
        let this = self.get_mut();
        ready!(this.step(cx))?;
        this.stop = Some(stop.listen());
        Poll::Ready(Ok(()))
    }
}

impl<S, T, E, F> HttpBody for Flow<S, F>
where
    S: Stream<Item = Result<T, E>> + Send,
    E: Respond,
    F: Format<T> + Unpin,
{
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        let this = self.get_mut();
        this.write_caught(cx);
        let stops = this.stream.is_some() && this.stop.as_mut().is_some_and(|stop| stop.poll(cx).is_ready());
        if stops {
            this.fail(Problem::unavailable("the server stops").respond(&this.settings));
        }
        if !this.written.is_empty() {
            return Poll::Ready(Some(Ok(this.sent())));
        }
        if let Some((error, is_next)) = this.broken.take() {
            if is_next {
                return Poll::Ready(Some(Err(error)));
            }
            // An error ends the connection at once. What was written goes out while this waits.
            this.broken = Some((error, true));
            cx.waker().wake_by_ref();
            return Poll::Pending;
        }
        if this.stream.is_none() {
            return Poll::Ready(None);
        }
        let Some(keep_alive) = &mut this.keep_alive else { return Poll::Pending };
        ready!(keep_alive.poll(cx));
        Poll::Ready(Some(Ok(Frame::data(Bytes::from_static(F::PING)))))
    }

    fn is_end_stream(&self) -> bool {
        self.stream.is_none() && self.written.is_empty() && self.broken.is_none()
    }
}
