//! The reply to one request, in the making.

use std::convert::Infallible;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::{CONNECTION, CONTENT_LENGTH};
use http::{HeaderValue, StatusCode};
use http_body::Body as _;

use super::way::Way;
use crate::apart;
use crate::body::Body;
use crate::extract::Settings;
use crate::problem::Problem;
use crate::respond::{Respond, Response};
use crate::route::BoxFuture;
use crate::stop::Stop;

/// The future of a reply. A panic behind it is answered by a 500.
pub struct Reply {
    made: Made,
    /// Nothing once the reply is made.
    way: Option<Arc<Way>>,
    /// What is done to it at the end.
    then: Then,
}

/// What is done to a reply once it is made.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
struct Then {
    /// The request was HEAD, whose reply is that of GET without its body.
    without_body: bool,
    /// The client is asked to close the connection.
    close: bool,
}

enum Made {
    /// On the heap, since it is seldom: what is moved for every request is small then.
    Already(Option<Box<Response>>),
    By(BoxFuture),
}

impl Reply {
    pub(super) fn ready(response: Response, way: Option<Arc<Way>>, head_only: bool) -> Self {
        Self {
            made: Made::Already(Some(Box::new(response))),
            way,
            then: Then { without_body: head_only, close: false },
        }
    }

    #[inline]
    pub(super) fn running(future: BoxFuture, way: &Arc<Way>, head_only: bool) -> Self {
        Self {
            made: Made::By(future),
            way: Some(Arc::clone(way)),
            then: Then { without_body: head_only, close: false },
        }
    }

    /// What a function makes, or a 500 if it panics.
    #[inline]
    pub(super) fn caught(start: impl FnOnce() -> Self, settings: &Settings) -> Self {
        catch_unwind(AssertUnwindSafe(start)).unwrap_or_else(|_| Self::ready(panicked(settings), None, false))
    }

    /// The same reply, as the last one of its connection (RFC 9112, section 9.6).
    #[cold]
    pub(crate) fn last(mut self) -> Self {
        self.then.close = true;
        self
    }

    /// The head is made: the reply is counted.
    #[inline]
    fn end(&mut self, response: &Response) {
        if let Some(way) = self.way.take() {
            way.count(response.status());
        }
    }
}

impl Future for Reply {
    type Output = Result<Response, Infallible>;

    fn poll(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Self::Output> {
        let this = &mut *self;
        let polled = match &mut this.made {
            Made::Already(response) => {
                Poll::Ready(*response.take().expect("a future is not polled after it was ready"))
            }
            // The future is not polled again after a panic, so that no broken state of it is ever seen.
            Made::By(future) => catch_unwind(AssertUnwindSafe(|| apart::poll(future.as_mut(), cx)))
                .unwrap_or_else(|_| Poll::Ready(panicked_of(this.way.as_deref()))),
        };
        match &polled {
            Poll::Ready(response) if self.then != Then::default() || response.body().is_late() => {
                self.poll_rest(polled, cx)
            }
            Poll::Ready(response) => {
                self.end(response);
                polled.map(Ok)
            }
            Poll::Pending => Poll::Pending,
        }
    }
}

impl Reply {
    /// What is seldom left to do: to begin the body, or what is done at the end.
    #[cold]
    fn poll_rest(
        mut self: Pin<&mut Self>,
        polled: Poll<Response>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Response, Infallible>> {
        let response = std::task::ready!(polled);
        let this = &mut *self;
        match &mut this.made {
            Made::By(future) if response.body().is_late() => {
                let stop = this.way.as_ref().map(|way| way.streams.clone()).unwrap_or_default();
                *future = Box::pin(started(response, stop));
                self.poll(cx)
            }
            _ => {
                self.end(&response);
                Poll::Ready(Ok(self.then.apply(response)))
            }
        }
    }
}

impl Then {
    fn apply(self, mut response: Response) -> Response {
        // What becomes another protocol has a header of its own.
        if self.close && response.status() != StatusCode::SWITCHING_PROTOCOLS {
            response.headers_mut().insert(CONNECTION, HeaderValue::from_static("close"));
        }
        if self.without_body { without_body(response) } else { response }
    }
}

/// The reply once its body has begun, or the one that takes its place.
pub(super) async fn started(mut response: Response, stop: Stop) -> Response {
    match std::future::poll_fn(|cx| response.body_mut().poll_start(&stop, cx)).await {
        Ok(()) => response,
        Err(instead) => instead,
    }
}

impl fmt::Debug for Reply {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Reply")
    }
}

#[cold]
fn panicked_of(way: Option<&Way>) -> Response {
    panicked(way.map_or(&Settings::default(), |way| &way.settings))
}

/// The panic hook has written message and place already.
#[cold]
fn panicked(settings: &Settings) -> Response {
    Problem::new(StatusCode::INTERNAL_SERVER_ERROR, "").respond(settings)
}

#[cold]
fn without_body(mut response: Response) -> Response {
    let length = response.body().size_hint().exact().filter(|length| *length > 0);
    if let Some(length) = length {
        response.headers_mut().entry(CONTENT_LENGTH).or_insert_with(|| HeaderValue::from(length));
    }
    *response.body_mut() = Body::empty();
    response
}
