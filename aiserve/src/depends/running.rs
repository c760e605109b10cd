//! What a dependency's function returns: its future, and which dependency it is of.

use std::fmt;
use std::marker::PhantomData;
use std::pin::Pin;
use std::task::{Context, Poll};

/// The future of a dependency's function. It tells `depends(caller)` which dependency `caller` is.
pub struct Running<D, F> {
    future: Pin<Box<F>>,
    dependency: PhantomData<fn() -> D>,
}

impl<D, F: Future> Running<D, F> {
    /// Wraps a future.
    pub fn new(future: F) -> Self {
        Self { future: Box::pin(future), dependency: PhantomData }
    }
}

impl<D, F: Future> Future for Running<D, F> {
    type Output = F::Output;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<F::Output> {
        self.future.as_mut().poll(cx)
    }
}

impl<D, F> fmt::Debug for Running<D, F> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Running")
    }
}
