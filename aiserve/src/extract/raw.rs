//! The request as it came: its body as bytes or as a stream, and its head.

use std::fmt;
use std::ops::Deref;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use futures_core::Stream;
use http::StatusCode;
use http::header::CONTENT_TYPE;
use http::request::Parts;
use http_body::Body as _;

use super::{Ctx, Extract, Refused, Request, body};
use crate::Problem;
use crate::body::RequestBody;
use crate::describe::{Arg, BodyArg, Describes};
use crate::respond::{Bytes, MediaType};
use crate::schema::Node;

/// What a body that no schema describes is to the document.
const fn raw(media_type: &'static str) -> Arg {
    Arg::Body(BodyArg {
        media_type,
        other_media_types: &[],
        node: Node::Any,
        misplaced_file: false,
        examples: &[],
        doc: "",
    })
}

/// Bytes of any media type.
const ANY: &str = "application/octet-stream";

impl<M: MediaType> Describes for Bytes<M> {
    const ARG: Arg = raw(M::NAME);
}

/// The body whole, up to the app's limit. `Bytes` takes every media type, `Bytes<Png>` that one alone; without a body it
/// is empty.
impl<S: Send + Sync, M: MediaType> Extract<S> for Bytes<M> {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let request = &mut ctx.request;
        let Some(length) = body::length(request)? else { return Ok(Self::new(bytes::Bytes::new())) };
        if M::NAME != ANY && !is_of(request, M::NAME) {
            let detail = format!("The body must be sent as `{}`.", M::NAME);
            return Err(Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail).into());
        }
        body::read(request, length).await.map(Self::new)
    }
}

/// Whether the body is of this media type, its parameters aside.
fn is_of(request: &Request, media_type: &str) -> bool {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    sent.split(';').next().unwrap_or_default().trim().eq_ignore_ascii_case(media_type)
}

/// The body piece by piece, as it comes: nothing of it is read before the endpoint asks.
///
/// It is a [`Stream`] too. A body that says it is larger than [`App::body_limit`](crate::App::body_limit) is refused
/// before the endpoint runs; one that turns out to be ends in a problem, which the endpoint passes on by `?`.
///
/// # Examples
/// ```
/// use aiserve::extract::{BodyStream, RequestParts};
/// use aiserve::prelude::*;
///
/// #[endpoint(PUT "/raw")]
/// async fn raw(mut body: BodyStream, request: RequestParts) -> Result<Text> {
///     let mut length = 0;
///     while let Some(data) = body.next().await? {
///         length += data.len();
///     }
///     Ok(Text(format!("{length} bytes to {}", request.uri)))
/// }
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![raw])).await;
/// let reply = client.put("/raw").body("12345").send().await;
/// assert_eq!(reply.text(), "5 bytes to /raw");
/// # });
/// # Ok::<_, std::io::Error>(())
/// ```
pub struct BodyStream {
    body: RequestBody,
    limit: usize,
    left: usize,
}

impl BodyStream {
    /// The next bytes; `None` at the end.
    ///
    /// # Errors
    /// The connection breaks off (400), or the body is larger than may be (413).
    ///
    /// # Cancel safety
    /// Nothing is lost if the future is dropped before it is done.
    pub async fn next(&mut self) -> Result<Option<bytes::Bytes>, Problem> {
        std::future::poll_fn(|cx| Pin::new(&mut *self).poll_next(cx)).await.transpose()
    }
}

impl Stream for BodyStream {
    type Item = Result<bytes::Bytes, Problem>;

    fn poll_next(mut self: Pin<&mut Self>, cx: &mut Context<'_>) -> Poll<Option<Self::Item>> {
        loop {
            let data = match ready!(Pin::new(&mut self.body).poll_frame(cx)) {
                None => return Poll::Ready(None),
                Some(Err(_)) => return Poll::Ready(Some(Err(body::broken_off()))),
                Some(Ok(frame)) => frame.into_data().unwrap_or_default(),
            };
            let Some(left) = self.left.checked_sub(data.len()) else {
                self.body = RequestBody::full("");
                return Poll::Ready(Some(Err(body::too_large(self.limit))));
            };
            self.left = left;
            if !data.is_empty() {
                return Poll::Ready(Some(Ok(data)));
            }
        }
    }
}

impl fmt::Debug for BodyStream {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("BodyStream").field("left", &self.left).finish_non_exhaustive()
    }
}

impl Describes for BodyStream {
    const ARG: Arg = raw(ANY);
}

impl<S: Send + Sync> Extract<S> for BodyStream {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        body::length(&ctx.request)?;
        let limit = ctx.request.settings().body_limit;
        let body = ctx.request.take_body().unwrap_or_else(|| RequestBody::full(""));
        Ok(Self { body, limit, left: limit })
    }
}

/// The head of the request: method, target, version, header fields and what layers put beside them.
///
/// What an endpoint reads from here is not in the document; prefer arguments that say what they are.
#[derive(Clone, Debug)]
pub struct RequestParts(pub Parts);

impl Deref for RequestParts {
    type Target = Parts;

    fn deref(&self) -> &Parts {
        &self.0
    }
}

impl Describes for RequestParts {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync> Extract<S> for RequestParts {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        Ok(Self(ctx.request.parts().clone()))
    }
}

/// The id of the request: the client's `x-request-id`, or one that is made. The reply carries it, and what the log says of the
/// request.
///
/// An id of a client is taken if it has 1 to 128 visible ASCII characters. Others have 32 hexadecimal digits.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[endpoint(GET "/order")]
/// async fn order(RequestId(id): RequestId) -> Text {
///     Text(id)
/// }
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![order])).await;
/// let reply = client.get("/order").header("x-request-id", "order-7").send().await;
/// assert_eq!(reply.text(), "order-7");
/// assert_eq!(reply.header("x-request-id"), Some("order-7"));
/// # });
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RequestId(pub String);

impl Describes for RequestId {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync> Extract<S> for RequestId {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        Ok(Self(ctx.request.id()))
    }
}
