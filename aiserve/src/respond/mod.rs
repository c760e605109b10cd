//! From an endpoint's result to a reply: the trait, and one file per kind of reply.

mod created;
mod either;
#[cfg(feature = "files")]
mod file;
mod json;
mod media;
#[cfg(feature = "msgpack")]
mod negotiated;
mod no_content;
mod redirect;
mod result;
mod stream;
mod text;
mod with_head;

pub use created::Created;
pub use either::Either;
#[cfg(feature = "files")]
pub use file::{AnyMedia, File};
#[cfg(feature = "files")]
pub(crate) use file::{Found, find};
pub use json::Json;
pub use media::{Bytes, Csv, Jpeg, MediaType, Mp3, Mp4, OctetStream, Pdf, Png, Wav};
#[cfg(feature = "msgpack")]
pub use negotiated::Negotiated;
#[cfg(feature = "msgpack")]
pub(crate) use negotiated::{MSGPACK, is_msgpack};
pub use no_content::NoContent;
pub use redirect::Redirect;
pub use stream::{Event, EventItem, Items, JsonLines, Sse, generate};
pub use text::{Html, Text};

use http::HeaderMap;

use crate::body::Body;
use crate::describe::Replies;
use crate::extract::{Request, Settings};
use crate::problem::Problem;

/// A complete reply.
pub type Response = http::Response<Body>;

/// A type that an endpoint can return: its documented replies, and how one is made.
///
/// Every type that has a [`Schema`](crate::Schema) and is `Serialize` answers JSON.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be returned from an endpoint",
    label = "not a reply",
    note = "put `#[payload]` on the type to answer it as JSON, or return `NoContent`, `Text`, `Html`, `Sse<T>`, `JsonLines<T>`, `(StatusCode, T)` or a `Result` of one of these"
)]
pub trait Respond: Sized {
    /// The replies it can give.
    const REPLIES: Replies;
    /// Whether the reply depends on the request's header fields, which are kept for [`respond_to`](Self::respond_to) then.
    const LOOKS_AT_HEADERS: bool = false;

    /// Makes the reply.
    fn respond(self, settings: &Settings) -> Response;

    /// Makes the reply to a request with these header fields.
    fn respond_to(self, headers: &HeaderMap, settings: &Settings) -> Response {
        let _ = headers;
        self.respond(settings)
    }

    /// The problem that it is, if it is an error: a WebSocket is closed by it.
    #[doc(hidden)]
    fn into_problem(self) -> Option<Problem> {
        None
    }

    /// The request's header fields, if the reply depends on them. Generated code asks for all of this by the one trait, so
    /// that a type that is no reply is one error.
    #[doc(hidden)]
    fn kept_headers(request: &Request) -> Option<Box<HeaderMap>> {
        Self::LOOKS_AT_HEADERS.then(|| Box::new(request.headers().clone()))
    }

    /// Makes the reply with the header fields that were kept.
    #[doc(hidden)]
    #[inline]
    fn finish(self, headers: Option<Box<HeaderMap>>, settings: &Settings) -> Response {
        match headers {
            // The compiler sees by the constant that for most types there is only this.
            Some(headers) if Self::LOOKS_AT_HEADERS => self.respond_to(&headers, settings),
            _ => self.respond(settings),
        }
    }
}
