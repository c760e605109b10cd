//! From an endpoint's result to a reply: the trait, and one file per kind of reply.

mod either;
mod json;
mod no_content;
mod result;
mod stream;
mod text;
mod with_head;

pub use either::Either;
pub use json::Json;
pub use no_content::NoContent;
pub use stream::{Event, EventItem, Items, JsonLines, Sse, generate};
pub use text::{Html, Text};

use crate::body::Body;
use crate::describe::Replies;
use crate::extract::Settings;

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

    /// Makes the reply.
    fn respond(self, settings: &Settings) -> Response;
}
