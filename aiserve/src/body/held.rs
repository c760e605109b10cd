//! A body that keeps something until it is sent.

use std::pin::Pin;
use std::task::{Context, Poll};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};

use super::{Body, BodyError, Late};
use crate::respond::Response;
use crate::stop::Stop;

/// A body, and what is dropped with it.
struct Holding<T> {
    body: Body,
    _kept: T,
}

impl Body {
    /// Keeps a value until the body is sent; one that is in memory already needs nothing more.
    pub(crate) fn keep(&mut self, value: impl Send + Unpin + 'static) {
        if self.is_whole() {
            return;
        }
        let held = Holding { body: std::mem::take(self), _kept: value };
        *self = if held.body.is_late() { Self::late(held) } else { Self::new(held) };
    }
}

impl<T: Unpin> HttpBody for Holding<T> {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        Pin::new(&mut self.body).poll_frame(cx)
    }

    fn is_end_stream(&self) -> bool {
        self.body.is_end_stream()
    }

    fn size_hint(&self) -> SizeHint {
        self.body.size_hint()
    }
}

impl<T: Send + Unpin> Late for Holding<T> {
    fn poll_start(mut self: Pin<&mut Self>, stop: &Stop, cx: &mut Context<'_>) -> Poll<Result<(), Response>> {
        self.body.poll_start(stop, cx)
    }
}
