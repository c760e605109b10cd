//! The client is to look elsewhere.

use http::StatusCode;
use http::header::{HeaderValue, LOCATION};

use super::{Respond, Response};
use crate::body::Body;
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::problem::Problem;
use crate::schema::Node;

/// A redirection of this status: 307 unless the type says otherwise (`Redirect<303>`), and one of 301, 302, 303, 307, 308
/// ([RFC 9110, section 15.4](https://www.rfc-editor.org/rfc/rfc9110#section-15.4)).
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// /// The client asks the same at the new place.
/// #[endpoint(GET "/old")]
/// async fn old() -> Redirect {
///     Redirect::to("/new")
/// }
///
/// /// The client gets the result by GET.
/// #[endpoint(POST "/jobs")]
/// async fn submit() -> Redirect<303> {
///     Redirect::to("/jobs/1")
/// }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![old, submit])).await;
/// client.get("/old").send().await.assert_status(307).assert_header("location", "/new");
/// client.post("/jobs").send().await.assert_status(303);
/// # });
/// ```
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Redirect<const STATUS: u16 = 307> {
    location: String,
}

impl<const STATUS: u16> Redirect<STATUS> {
    const KNOWN: () = assert!(
        matches!(STATUS, 301 | 302 | 303 | 307 | 308),
        "a redirection has the status 301, 302, 303, 307 or 308"
    );

    /// `location`: a path or URL.
    pub fn to(location: impl Into<String>) -> Self {
        const { Self::KNOWN };
        Self { location: location.into() }
    }
}

impl<const STATUS: u16> Respond for Redirect<STATUS> {
    const REPLIES: Replies = {
        let () = Self::KNOWN;
        Replies::One(Reply {
            status: STATUS,
            description: "",
            content: Content::Empty,
            headers: &[("location", "Where to look.", Node::Text(None))],
        })
    };

    fn respond(self, settings: &Settings) -> Response {
        let status = StatusCode::from_u16(STATUS).expect("a status that was checked at compile time");
        match HeaderValue::try_from(self.location) {
            Ok(location) => {
                let mut response = Response::new(Body::empty());
                *response.status_mut() = status;
                response.headers_mut().insert(LOCATION, location);
                response
            }
            Err(error) => Problem::internal(error).respond(settings),
        }
    }
}
