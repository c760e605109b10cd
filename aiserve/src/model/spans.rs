//! Spans of a request's way through a model, by the feature `tracing`: `queue` where it waits, a child of the span that it is
//! asked in; on the replica `batch`, which follows from the `queue`s of its requests, and in it `compute`. Without the
//! feature there is nothing of it.

#[cfg(feature = "tracing")]
use tracing::span::EnteredSpan;
#[cfg(feature = "tracing")]
use tracing::{Span, info_span};

/// A request that waits: its span ends when this is dropped.
#[derive(Debug)]
pub(super) struct Queued {
    #[cfg(feature = "tracing")]
    span: Span,
}

/// What a replica is doing, until this is dropped.
pub(super) struct Doing {
    #[cfg(feature = "tracing")]
    _span: EnteredSpan,
}

#[cfg(feature = "tracing")]
impl Queued {
    pub(super) fn begin(model: &str) -> Self {
        Self { span: info_span!("queue", model) }
    }
}

#[cfg(feature = "tracing")]
impl Doing {
    /// A batch of requests, which wait no more.
    pub(super) fn batch<'a>(model: &str, version: &str, queued: impl ExactSizeIterator<Item = &'a Queued>) -> Self {
        let span = info_span!("batch", model, version, size = queued.len());
        for request in queued {
            span.follows_from(request.span.id());
        }
        Self { _span: span.entered() }
    }

    /// The model's own part.
    pub(super) fn compute(size: usize) -> Self {
        Self { _span: info_span!("compute", size).entered() }
    }
}

#[cfg(not(feature = "tracing"))]
impl Queued {
    pub(super) fn begin(_: &str) -> Self {
        Self {}
    }
}

#[cfg(not(feature = "tracing"))]
impl Doing {
    pub(super) fn batch<'a>(_: &str, _: &str, _: impl ExactSizeIterator<Item = &'a Queued>) -> Self {
        Self {}
    }

    pub(super) fn compute(_: usize) -> Self {
        Self {}
    }
}
