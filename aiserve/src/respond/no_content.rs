//! A success without a body.

use http::StatusCode;

use super::{Respond, Response};
use crate::body::Body;
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;

/// 204 No Content.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[endpoint(DELETE "/items/{id}")]
/// async fn delete(id: u64) -> Result<NoContent> {
///     if id == 0 { Err(Problem::not_found("no item 0")) } else { Ok(NoContent) }
/// }
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct NoContent;

impl Respond for NoContent {
    const REPLIES: Replies =
        Replies::One(Reply { status: 204, description: "", content: Content::Empty, headers: &[] });

    fn respond(self, _: &Settings) -> Response {
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::NO_CONTENT;
        response
    }
}
