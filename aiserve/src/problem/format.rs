//! How a problem is written: RFC 9457, FastAPI's shape, or the application's own.

use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderValue};
use serde::Serialize;
use serde_json::Value;

use super::detail::{Context, Detail};
use super::{Fault, Inner, Problem};
use crate::body::Body;
use crate::extract::Settings;
use crate::observe::Cause;
use crate::respond::Response;

/// How problems are written on the wire and described in the document.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub enum ErrorFormat {
    /// `application/problem+json` ([RFC 9457](https://www.rfc-editor.org/rfc/rfc9457)) with an `errors` array for
    /// invalid input.
    #[default]
    Problem,
    /// FastAPI's `{"detail": ..}`.
    FastApi,
}

impl ErrorFormat {
    const fn media_type(self) -> &'static str {
        match self {
            Self::Problem => "application/problem+json",
            Self::FastApi => "application/json",
        }
    }
}

/// An invalid request, as an application that writes its own answer sees it.
#[derive(Debug)]
pub struct Invalid<'a> {
    /// Every mistake found.
    pub faults: &'a [Fault],
    /// The body that was sent: parsed JSON, a string if it was not read as JSON, `None` if there was none.
    pub body: Option<&'a Value>,
    /// Whether the list of mistakes shows the values that were sent.
    pub echo_input: bool,
}

impl Invalid<'_> {
    /// The list of mistakes as the format has it: `errors` of RFC 9457, `detail` of FastAPI.
    ///
    /// # Examples
    /// ```
    /// use aiserve::problem::{ErrorFormat, Fault, Invalid};
    ///
    /// let faults = [Fault::new("missing", vec!["body".into(), "size".into()], "Field required")];
    /// let invalid = Invalid { faults: &faults, body: None, echo_input: false };
    /// let expected = serde_json::json!([{"type": "missing", "loc": ["body", "size"], "msg": "Field required"}]);
    /// assert_eq!(invalid.details(ErrorFormat::FastApi), expected);
    /// ```
    pub fn details(&self, format: ErrorFormat) -> Value {
        serde_json::to_value(details(self.faults, format, self.echo_input))
            .expect("a list of texts, numbers and JSON values is JSON")
    }
}

fn details(faults: &[Fault], format: ErrorFormat, echo_input: bool) -> Vec<Detail<'_>> {
    faults.iter().map(|fault| Detail::new(fault, format, echo_input)).collect()
}

pub(super) fn render(problem: Problem, settings: &Settings) -> Response {
    let Inner { status, code, detail, faults, members, body, headers, cause } = *problem.inner;
    let (bytes, media_type) = match settings.on_invalid {
        Some(answer) if !faults.is_empty() => {
            let invalid = Invalid { faults: &faults, body: body.as_ref(), echo_input: settings.echo_input };
            (json(&answer(&invalid)), "application/json")
        }
        _ => {
            let format = settings.errors;
            let list = details(&faults, format, settings.echo_input);
            let bytes = match format {
                ErrorFormat::Problem => json(&Rfc9457::new(status, code, &detail, &members, list)),
                ErrorFormat::FastApi => json(&FastApi::new(status, &detail, list)),
            };
            (bytes, format.media_type())
        }
    };
    let mut response = Response::new(Body::full(bytes));
    *response.status_mut() = status;
    *response.headers_mut() = headers;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    if let Some(cause) = cause {
        response.extensions_mut().insert(Cause(cause.into()));
    }
    response
}

fn json(value: &impl Serialize) -> Vec<u8> {
    serde_json::to_vec(value).expect("texts, numbers and JSON values are JSON")
}

fn phrase(status: StatusCode) -> &'static str {
    status.canonical_reason().unwrap_or("Error")
}

/// The members of RFC 9457, and its `errors` as in its own example of invalid input.
#[derive(Serialize)]
struct Rfc9457<'a> {
    #[serde(rename = "type")]
    kind: &'static str,
    title: &'static str,
    status: u16,
    #[serde(skip_serializing_if = "str::is_empty")]
    detail: &'a str,
    #[serde(skip_serializing_if = "str::is_empty")]
    code: &'static str,
    #[serde(flatten)]
    members: Context<'a>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    errors: Vec<Detail<'a>>,
}

impl<'a> Rfc9457<'a> {
    fn new(
        status: StatusCode,
        code: &'static str,
        detail: &'a str,
        members: &'a [(&'static str, Value)],
        errors: Vec<Detail<'a>>,
    ) -> Self {
        let members = Context(members);
        Self { kind: "about:blank", title: phrase(status), status: status.as_u16(), detail, code, members, errors }
    }
}

/// FastAPI's one member: a text, or a list of mistakes.
#[derive(Serialize)]
struct FastApi<'a> {
    detail: TextOrList<'a>,
}

#[derive(Serialize)]
#[serde(untagged)]
enum TextOrList<'a> {
    Text(&'a str),
    List(Vec<Detail<'a>>),
}

impl<'a> FastApi<'a> {
    fn new(status: StatusCode, detail: &'a str, list: Vec<Detail<'a>>) -> Self {
        let text = if detail.is_empty() { phrase(status) } else { detail };
        Self { detail: if list.is_empty() { TextOrList::Text(text) } else { TextOrList::List(list) } }
    }
}
