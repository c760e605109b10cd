//! JSON Lines.

use std::fmt;
use std::marker::PhantomData;

use futures_core::Stream;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;

use super::flow::{Flow, Format};
use crate::body::{Body, BodyError};
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::json;
use crate::problem::Problem;
use crate::respond::{Respond, Response};
use crate::schema::Schema;

/// A reply of one JSON value a line (`application/jsonl`, [jsonlines.org](https://jsonlines.org)), made of any stream of
/// results.
///
/// As with [`Sse`](super::Sse), the first item is awaited before the head is sent, items that are ready share one write,
/// and a client that leaves ends the stream. Lines have no words for an error: a later one, or the end of the server,
/// breaks the reply off, which every HTTP client tells from its end.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[endpoint(GET "/rows")]
/// async fn rows(#[query] count: u32) -> JsonLines<u32> {
///     JsonLines::new(generate(async move |mut rows| {
///         for row in 0..count {
///             rows.send(row).await;
///         }
///         Ok(())
///     }))
/// }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![rows])).await;
/// assert_eq!(client.get("/rows?count=3").send().await.text(), "0\n1\n2\n");
/// # });
/// ```
pub struct JsonLines<T> {
    start: Box<dyn FnOnce(Settings) -> Body + Send>,
    items: PhantomData<fn() -> T>,
}

impl<T: Schema + Serialize> JsonLines<T> {
    /// Lines of what a stream gives.
    pub fn new<S, E>(stream: S) -> Self
    where
        S: Stream<Item = Result<T, E>> + Send + 'static,
        E: Respond,
    {
        let start = Box::new(|settings| Body::late(Flow::new(stream, Lines, settings, None)));
        Self { start, items: PhantomData }
    }
}

impl<T: Schema + Serialize> Respond for JsonLines<T> {
    const REPLIES: Replies = Replies::One(Reply {
        status: 0,
        description: "",
        content: Content::Items("application/jsonl", T::NODE),
        headers: &[],
    });

    fn respond(self, settings: &Settings) -> Response {
        let mut response = Response::new((self.start)(*settings));
        *response.status_mut() = settings.status;
        response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/jsonl"));
        response
    }
}

impl<T> fmt::Debug for JsonLines<T> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("JsonLines")
    }
}

struct Lines;

impl<T: Serialize> Format<T> for Lines {
    const PING: &'static [u8] = b"";

    fn item(&self, item: T, out: &mut Vec<u8>) -> Result<(), Problem> {
        json::append(&item, out)?;
        out.push(b'\n');
        Ok(())
    }

    fn failure(&self, failure: Response, _: &mut Vec<u8>) -> Result<(), BodyError> {
        Err(format!("the lines end with an error of status {}", failure.status()).into())
    }
}
