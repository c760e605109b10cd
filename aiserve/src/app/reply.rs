//! The reply to one request, in the making.

use std::any::Any;
use std::convert::Infallible;
use std::fmt;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::pin::Pin;
use std::sync::Arc;
use std::task::{Context, Poll};

use http::header::CONTENT_LENGTH;
use http::{HeaderValue, StatusCode};
use http_body::Body as _;

use super::served::{Served, tell};
use super::way::Way;
use crate::apart;
use crate::body::Body;
use crate::extract::Settings;
use crate::observe::{Guarded, Panicked};
use crate::problem::Problem;
use crate::respond::{Respond, Response};
use crate::route::BoxFuture;
use crate::stop::Stop;

/// The future of a reply. A panic behind it is answered by a 500.
pub struct Reply {
    made: Made,
    /// Nothing once the reply is made.
    way: Option<Arc<Way>>,
    /// Whether the request was HEAD, whose reply is that of GET without its body.
    head_only: bool,
    /// What the server around the app does for the request.
    served: Option<Box<Served>>,
}

enum Made {
    /// On the heap, since it is seldom: what is moved for every request is small then.
    Already(Option<Box<Response>>),
    By(BoxFuture),
}

impl Reply {
    pub(super) fn ready(response: Response, way: Option<Arc<Way>>, head_only: bool) -> Self {
        Self { made: Made::Already(Some(Box::new(response))), way, head_only, served: None }
    }

    #[inline]
    pub(super) fn running(future: BoxFuture, way: &Arc<Way>, head_only: bool) -> Self {
        Self { made: Made::By(future), way: Some(Arc::clone(way)), head_only, served: None }
    }

    /// What a function makes, or a 500 if it panics.
    #[inline]
    pub(super) fn caught(start: impl FnOnce() -> Self, settings: &Settings) -> Self {
        catch_unwind(AssertUnwindSafe(start))
            .unwrap_or_else(|payload| Self::ready(panicked(settings, &*payload), None, false))
    }

    /// The same reply, with what the server does for its request.
    #[inline]
    pub(super) fn served(mut self, served: Served) -> Self {
        self.served = Some(Box::new(served));
        self
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
            Made::By(future) => {
                let _guarded = this.served.is_some().then(Guarded::new);
                catch_unwind(AssertUnwindSafe(|| apart::poll(future.as_mut(), cx)))
                    .unwrap_or_else(|payload| Poll::Ready(panicked_of(this.way.as_deref(), &*payload)))
            }
        };
        match &polled {
            Poll::Ready(response) if this.is_done_by(response) => {
                if let Some(way) = this.way.take() {
                    way.count_ok();
                }
                polled.map(Ok)
            }
            Poll::Pending if this.served.is_none() => Poll::Pending,
            _ => self.poll_rest(polled, cx),
        }
    }
}

impl Reply {
    /// Whether nothing is left to do but to count a 200.
    #[inline]
    fn is_done_by(&self, response: &Response) -> bool {
        let is_plain = self.served.is_none() && !self.head_only;
        is_plain && response.status() == StatusCode::OK && !response.body().is_late()
    }

    /// What is left to do: to begin the body, to look at the time, to tell of the reply. A server's requests all come here; that it
    /// is cold keeps it out of the way of an app within another server, and costs them nothing.
    #[cold]
    fn poll_rest(
        mut self: Pin<&mut Self>,
        polled: Poll<Response>,
        cx: &mut Context<'_>,
    ) -> Poll<Result<Response, Infallible>> {
        let this = &mut *self;
        match (polled, &mut this.made) {
            (Poll::Ready(response), Made::By(future)) if response.body().is_late() => {
                let stop = this.way.as_ref().map(|way| way.streams.clone()).unwrap_or_default();
                *future = Box::pin(started(response, stop));
                self.poll(cx)
            }
            (Poll::Ready(response), _) => Poll::Ready(Ok(this.end(response))),
            (Poll::Pending, _) => {
                let Some(served) = &mut this.served else { return Poll::Pending };
                let response = std::task::ready!(served.poll_limit(this.way.as_deref(), cx));
                // Cancels what was to answer.
                this.made = Made::Already(None);
                Poll::Ready(Ok(this.end(response)))
            }
        }
    }

    /// The head is made: the reply is counted, and told of.
    fn end(&mut self, mut response: Response) -> Response {
        let way = self.way.take();
        if let Some(way) = &way {
            way.count(response.status());
        }
        if self.head_only {
            response = without_body(response);
        }
        match self.served.take() {
            Some(served) => return served.finish(response, way),
            None if is_failure(&response) => tell(&mut response, way, None),
            None => {}
        }
        response
    }
}

/// Whether there may be a cause to tell of.
#[inline]
pub(super) fn is_failure(response: &Response) -> bool {
    response.status().as_u16() >= 400
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
fn panicked_of(way: Option<&Way>, payload: &(dyn Any + Send)) -> Response {
    panicked(way.map_or(&Settings::default(), |way| &way.settings), payload)
}

#[cold]
fn panicked(settings: &Settings, payload: &(dyn Any + Send)) -> Response {
    Problem::internal(Panicked::caught(payload)).respond(settings)
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
