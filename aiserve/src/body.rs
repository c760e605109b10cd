//! Bodies of requests and replies: one enum each, so that the common case costs no allocation and no virtual call.

mod wire;

use std::any::Any;
use std::fmt;
use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use bytes::Bytes;
use http_body::{Body as HttpBody, Frame, SizeHint};
use http_body_util::{BodyExt, Full};
use hyper::body::Incoming;

use self::wire::Wire;
mod held;
pub(crate) use self::wire::{Rest, waits_for_body};
use crate::respond::Response;
use crate::stop::Stop;

/// The error of a body that could not be read to its end.
pub type BodyError = Box<dyn std::error::Error + Send + Sync>;
type Boxed = Pin<Box<dyn HttpBody<Data = Bytes, Error = BodyError> + Send>>;

/// The body of a request: from a connection, or in memory (tests, services nested in one process).
#[derive(Debug)]
pub struct RequestBody(pub(crate) Source);

pub(crate) enum Source {
    Wire(Wire),
    Full(Bytes),
    Boxed(Boxed),
}

impl RequestBody {
    /// A body in memory.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        Self(Source::Full(bytes.into()))
    }

    /// The body of a request on a connection of this server.
    pub(crate) fn wire(body: Incoming, rest: Rest) -> Self {
        Self(Source::Wire(Wire::new(body, rest)))
    }

    /// Any body. One that this type knows is kept as it is, without a box.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
    {
        let mut body = Some(body);
        if let Some(body) = known::<Self>(&mut body) {
            return body;
        }
        if let Some(body) = known::<Incoming>(&mut body) {
            return body.into();
        }
        if let Some(body) = known::<Full<Bytes>>(&mut body) {
            return Self(Source::Full(in_memory(body)));
        }
        Self(Source::Boxed(boxed(body)))
    }
}

impl From<Incoming> for RequestBody {
    fn from(incoming: Incoming) -> Self {
        Self::wire(incoming, Rest::Left)
    }
}

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Wire(_) => "Wire",
            Self::Full(_) => "Full",
            Self::Boxed(_) => "Boxed",
        })
    }
}

impl HttpBody for RequestBody {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match &mut self.0 {
            Source::Wire(body) => body.poll_frame(cx).map_err(Into::into),
            Source::Full(bytes) => Poll::Ready(take(bytes).map(Ok)),
            Source::Boxed(body) => body.as_mut().poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Source::Wire(body) => body.is_end_stream(),
            Source::Full(bytes) => bytes.is_empty(),
            Source::Boxed(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Source::Wire(body) => body.size_hint(),
            Source::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Source::Boxed(body) => body.size_hint(),
        }
    }
}

/// The body of a reply: in memory, or made piece by piece.
#[derive(Debug)]
pub struct Body(Made);

enum Made {
    Full(Bytes),
    Stream(Boxed),
    Late(Pin<Box<dyn Late>>),
}

/// A body whose beginning decides on the head of its reply.
pub(crate) trait Late: HttpBody<Data = Bytes, Error = BodyError> + Send {
    /// Makes the beginning; a reply instead of this one if that fails. What follows listens to the stop.
    fn poll_start(self: Pin<&mut Self>, stop: &Stop, cx: &mut Context<'_>) -> Poll<Result<(), Response>>;
}

impl Body {
    /// No bytes.
    #[must_use]
    pub const fn empty() -> Self {
        Self(Made::Full(Bytes::new()))
    }

    /// A body in memory.
    pub fn full(bytes: impl Into<Bytes>) -> Self {
        Self(Made::Full(bytes.into()))
    }

    /// Any body. One that this type knows is kept as it is, without a box.
    pub fn new<B>(body: B) -> Self
    where
        B: HttpBody<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
    {
        let mut body = Some(body);
        if let Some(body) = known::<Self>(&mut body) {
            return body;
        }
        if let Some(body) = known::<Full<Bytes>>(&mut body) {
            return Self(Made::Full(in_memory(body)));
        }
        Self(Made::Stream(boxed(body)))
    }

    /// A body that is to be started before its head is sent.
    pub(crate) fn late(body: impl Late + 'static) -> Self {
        Self(Made::Late(Box::pin(body)))
    }

    /// Whether its beginning is still to decide on the head.
    #[inline]
    pub(crate) fn is_late(&self) -> bool {
        matches!(self.0, Made::Late(_))
    }

    /// Whether it is in memory.
    pub(crate) fn is_whole(&self) -> bool {
        matches!(self.0, Made::Full(_))
    }

    /// Makes its beginning, if that is to be done.
    pub(crate) fn poll_start(&mut self, stop: &Stop, cx: &mut Context<'_>) -> Poll<Result<(), Response>> {
        let Made::Late(body) = &mut self.0 else { return Poll::Ready(Ok(())) };
        std::task::ready!(body.as_mut().poll_start(stop, cx))?;
        if let Made::Late(body) = std::mem::replace(&mut self.0, Made::Full(Bytes::new())) {
            self.0 = Made::Stream(body);
        }
        Poll::Ready(Ok(()))
    }

    /// Its bytes, if they are in memory.
    pub(crate) fn in_memory(self) -> Option<Bytes> {
        match self.0 {
            Made::Full(bytes) => Some(bytes),
            Made::Stream(_) | Made::Late(_) => None,
        }
    }
}

/// No bytes.
impl Default for Body {
    fn default() -> Self {
        Self::empty()
    }
}

impl fmt::Debug for Made {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Full(bytes) => write!(f, "Full({} bytes)", bytes.len()),
            Self::Stream(_) | Self::Late(_) => f.write_str("Stream"),
        }
    }
}

impl HttpBody for Body {
    type Data = Bytes;
    type Error = BodyError;

    fn poll_frame(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Result<Frame<Bytes>, BodyError>>> {
        match &mut self.0 {
            Made::Full(bytes) => Poll::Ready(take(bytes).map(Ok)),
            Made::Stream(body) => body.as_mut().poll_frame(cx),
            Made::Late(body) => body.as_mut().poll_frame(cx),
        }
    }

    fn is_end_stream(&self) -> bool {
        match &self.0 {
            Made::Full(bytes) => bytes.is_empty(),
            Made::Stream(body) => body.is_end_stream(),
            Made::Late(body) => body.is_end_stream(),
        }
    }

    fn size_hint(&self) -> SizeHint {
        match &self.0 {
            Made::Full(bytes) => SizeHint::with_exact(bytes.len() as u64),
            Made::Stream(body) => body.size_hint(),
            Made::Late(body) => body.size_hint(),
        }
    }
}

fn take(bytes: &mut Bytes) -> Option<Frame<Bytes>> {
    (!bytes.is_empty()).then(|| Frame::data(std::mem::take(bytes)))
}

/// Takes the body, if it is of this type. The compiler knows whether it is.
#[inline]
fn known<K: 'static>(body: &mut dyn Any) -> Option<K> {
    body.downcast_mut::<Option<K>>().and_then(Option::take)
}

fn boxed<B>(body: Option<B>) -> Boxed
where
    B: HttpBody<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
{
    Box::pin(body.expect("taken only if it is known").map_err(Into::into))
}

/// The bytes of a body that is in memory.
fn in_memory(mut body: Full<Bytes>) -> Bytes {
    match Pin::new(&mut body).poll_frame(&mut Context::from_waker(Waker::noop())) {
        Poll::Ready(Some(Ok(frame))) => frame.into_data().unwrap_or_default(),
        Poll::Ready(Some(Err(never))) => match never {},
        Poll::Ready(None) | Poll::Pending => Bytes::new(),
    }
}
