//! A resource that was made.

use http::header::{HeaderValue, LOCATION};
use http::{HeaderMap, StatusCode};
use serde::Serialize;

use super::{Json, Respond, Response};
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::problem::Problem;
use crate::schema::{Node, Schema};

/// 201 Created: the new resource as JSON, and where it is
/// ([RFC 9110, section 15.3.2](https://www.rfc-editor.org/rfc/rfc9110#section-15.3.2)).
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[payload]
/// struct Item {
///     id: u64,
/// }
///
/// #[endpoint(POST "/items")]
/// async fn create() -> Created<Item> {
///     Created::at("/items/1", Item { id: 1 })
/// }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![create])).await;
/// client.post("/items").send().await.assert_status(201).assert_header("location", "/items/1");
/// # });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Created<T> {
    location: String,
    resource: T,
}

impl<T> Created<T> {
    /// `location`: the path or URL of the resource.
    pub fn at(location: impl Into<String>, resource: T) -> Self {
        Self { location: location.into(), resource }
    }
}

impl<T: Schema + Serialize> Respond for Created<T> {
    const REPLIES: Replies = Replies::One(Reply {
        status: 201,
        description: "",
        content: Content::Typed("application/json", T::NODE),
        headers: &[("location", "Where the new resource is.", Node::Text(None))],
    });

    fn respond(self, settings: &Settings) -> Response {
        match HeaderValue::try_from(self.location) {
            Ok(location) => {
                let headers = HeaderMap::from_iter([(LOCATION, location)]);
                (StatusCode::CREATED, headers, Json(self.resource)).respond(settings)
            }
            Err(error) => Problem::internal(error).respond(settings),
        }
    }
}
