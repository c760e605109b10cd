//! A reply to the test client, and what can be claimed about it.

use bytes::Bytes;
use http::{HeaderMap, StatusCode};
use http_body_util::BodyExt;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::Value;

use crate::respond::Response;

/// A reply, read to its end.
#[derive(Clone, Debug)]
pub struct TestReply {
    status: StatusCode,
    headers: HeaderMap,
    body: Bytes,
}

impl TestReply {
    pub(super) async fn read(response: Response) -> Self {
        let (head, body) = response.into_parts();
        let body = body.collect().await.expect("the body of the reply ends as it should").to_bytes();
        Self { status: head.status, headers: head.headers, body }
    }

    /// Its status.
    pub fn status(&self) -> StatusCode {
        self.status
    }

    /// Its header fields.
    pub fn headers(&self) -> &HeaderMap {
        &self.headers
    }

    /// A header field; `None` if it is absent or no text.
    pub fn header(&self, name: &str) -> Option<&str> {
        self.headers.get(name)?.to_str().ok()
    }

    /// Its body.
    pub fn bytes(&self) -> &Bytes {
        &self.body
    }

    /// Its body as text.
    ///
    /// # Panics
    /// If it is not UTF-8.
    #[track_caller]
    pub fn text(&self) -> &str {
        std::str::from_utf8(&self.body).expect("the reply is UTF-8")
    }

    /// Its body as a value.
    ///
    /// # Panics
    /// If it is no JSON of that type.
    #[track_caller]
    pub fn json<T: DeserializeOwned>(&self) -> T {
        serde_json::from_slice(&self.body).unwrap_or_else(|error| panic!("{error} in {}", self.shown()))
    }

    /// Claims its status.
    ///
    /// # Panics
    /// If it has another.
    #[track_caller]
    pub fn assert_status(&self, status: u16) -> &Self {
        assert_eq!(self.status.as_u16(), status, "the reply is {}", self.shown());
        self
    }

    /// Claims a header field.
    ///
    /// # Panics
    /// If it is absent or has another value.
    #[track_caller]
    pub fn assert_header(&self, name: &str, value: &str) -> &Self {
        assert_eq!(self.header(name), Some(value), "header field `{name}`");
        self
    }

    /// Claims that its body is this value as JSON.
    ///
    /// # Panics
    /// If it is another.
    #[track_caller]
    pub fn assert_json(&self, value: &(impl Serialize + ?Sized)) -> &Self {
        let expected = serde_json::to_value(value).expect("a value that can be written as JSON");
        assert_eq!(self.json::<Value>(), expected);
        self
    }

    /// Claims that it reports a mistake of this type at this place of the request, such as `["body", "texts", "0"]`.
    ///
    /// # Panics
    /// If it reports no such mistake.
    #[track_caller]
    pub fn assert_error<const N: usize>(&self, place: [&str; N], kind: &str) -> &Self {
        let errors = self.errors();
        let found = errors.iter().any(|(at, other)| at == &place && other == kind);
        assert!(found, "no `{kind}` at {place:?} in {}", self.shown());
        self
    }

    /// Places and types of the mistakes that it reports, in either error format.
    #[track_caller]
    fn errors(&self) -> Vec<(Vec<String>, String)> {
        let body: Value = self.json();
        let list = body.get("errors").or_else(|| body.get("detail")).and_then(Value::as_array).cloned();
        let read = |error: Value| -> Option<(Vec<String>, String)> {
            let place = error.get("loc")?.as_array()?.iter().map(segment).collect();
            Some((place, error.get("type")?.as_str()?.to_owned()))
        };
        list.unwrap_or_default().into_iter().filter_map(read).collect()
    }

    fn shown(&self) -> String {
        format!("{}: {}", self.status, String::from_utf8_lossy(&self.body))
    }
}

fn segment(value: &Value) -> String {
    value.as_str().map_or_else(|| value.to_string(), str::to_owned)
}
