//! Server-sent events.

use std::fmt;
use std::marker::PhantomData;
use std::time::Duration;

use futures_core::Stream;
use http::header::{CACHE_CONTROL, CONTENT_TYPE, HeaderName, HeaderValue};

use super::event::{EventItem, lines};
use super::flow::{Flow, Format};
use crate::body::{Body, BodyError};
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::problem::Problem;
use crate::respond::{Respond, Response};

/// After how long without an event a comment is sent, by default.
const KEEP_ALIVE: Duration = Duration::from_secs(15);

/// A reply of server-sent events (`text/event-stream`), made of any stream of results.
///
/// An item is a value with a schema, which becomes the event's data as JSON, or an [`Event`](super::Event) with further
/// fields. The document shows the items' schema (`itemSchema` in OpenAPI 3.2, `x-itemSchema` before).
///
/// - The first item is awaited before the head is sent. If it is an error, that error is the reply, with its own status.
/// - A later error is sent as `event: error`, whose data is what the error's reply would have carried, and ends the stream.
/// - Items that are ready share one write; none waits for another.
/// - After 15 seconds without an event a comment is sent, so that nobody on the way takes the connection for dead.
/// - When the client leaves, the stream and all that feeds it are dropped. When the server stops, the stream may go on for
///   three quarters of the drain time, and then ends with an `event: error` of status 503.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[payload]
/// struct Token {
///     text: String,
/// }
///
/// #[endpoint(POST "/chat")]
/// async fn chat(prompt: Prompt) -> Result<Sse<Token>> {
///     Ok(Sse::new(generate(async move |mut tokens| {
///         for word in prompt.text.split_inclusive(' ') {
///             tokens.send(Token { text: word.to_owned() }).await;
///         }
///         Ok(())
///     })))
/// }
/// # #[payload]
/// # struct Prompt { text: String }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![chat])).await;
/// let reply = client.post("/chat").json(&aiserve::__private::serde_json::json!({"text": "Hello you"})).send().await;
/// assert_eq!(reply.text(), "data: {\"text\":\"Hello \"}\n\ndata: {\"text\":\"you\"}\n\n");
/// # });
/// ```
pub struct Sse<T> {
    start: Box<dyn FnOnce(Settings, Option<Duration>) -> Body + Send>,
    keep_alive: Option<Duration>,
    items: PhantomData<fn() -> T>,
}

impl<T: EventItem> Sse<T> {
    /// Events of what a stream gives.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Respond,
    {
        Self {
            start: Box::new(|settings, keep_alive| Body::late(Flow::new(stream, Events, settings, keep_alive))),
            keep_alive: Some(KEEP_ALIVE),
            items: PhantomData,
        }
    }

    /// Sends a comment after this long without an event.
    pub fn keep_alive(mut self, interval: Duration) -> Self {
        self.keep_alive = Some(interval);
        self
    }

    /// Sends nothing while there is no event.
    pub fn without_keep_alive(mut self) -> Self {
        self.keep_alive = None;
        self
    }
}

impl<T: EventItem> Respond for Sse<T> {
    const REPLIES: Replies =
        Replies::One(Reply { status: 0, description: "", content: Content::Events(T::SHAPE), headers: &[] });

    fn respond(self, settings: &Settings) -> Response {
        let mut response = Response::new((self.start)(*settings, self.keep_alive));
        *response.status_mut() = settings.status;
        let headers = response.headers_mut();
        headers.insert(CONTENT_TYPE, HeaderValue::from_static("text/event-stream; charset=utf-8"));
        headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        // Asks proxies of nginx's kind to pass events on at once.
        headers.insert(HeaderName::from_static("x-accel-buffering"), HeaderValue::from_static("no"));
        response
    }
}

impl<T> fmt::Debug for Sse<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Sse").field("keep_alive", &self.keep_alive).finish_non_exhaustive()
    }
}

struct Events;

impl<T: EventItem> Format<T> for Events {
    const PING: &'static [u8] = b": ping\n\n";

    fn item(&self, item: T, out: &mut Vec<u8>) -> Result<(), Problem> {
        item.write(out)
    }

    fn failure(&self, failure: Response, out: &mut Vec<u8>) -> Result<(), BodyError> {
        let body = failure.into_body().in_memory().unwrap_or_default();
        out.extend_from_slice(b"event: error\n");
        lines("data", &String::from_utf8_lossy(&body), out);
        out.push(b'\n');
        Ok(())
    }
}
