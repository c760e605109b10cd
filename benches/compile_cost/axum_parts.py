"""What the two crates on axum share: validating extractors, problems, and a part's error."""

import string

from . import api

DEPENDENCIES = """\
axum = "0.8.9"
garde = { version = "0.23", default-features = false, features = ["derive"] }
serde = { version = "1", features = ["derive"] }
thiserror = "2"
tokio = { version = "1.54", features = ["rt-multi-thread", "net", "macros"] }
"""

_VALID = string.Template("""\
//! What axum does not have: extractors that validate, and problems.

use axum::extract::rejection::{JsonRejection, QueryRejection};
use axum::extract::{FromRequest, FromRequestParts, Json, Query, Request};
use axum::http::{StatusCode, request::Parts};
use axum::response::{IntoResponse, Response};
use garde::Validate;
use serde::{Serialize, de::DeserializeOwned};

/// What went wrong.
#[derive(Debug, Serialize, $schema)]
pub struct Problem {
    pub title: String,
    pub status: u16,
    pub errors: Vec<String>,
}

pub fn problem(status: StatusCode, title: &impl ToString, errors: Vec<String>) -> Response {
    (status, Json(Problem { title: title.to_string(), status: status.as_u16(), errors })).into_response()
}

fn refuse(title: &impl ToString, errors: Vec<String>) -> Response {
    problem(StatusCode::UNPROCESSABLE_ENTITY, title, errors)
}

fn checked<T: Validate<Context = ()>>(value: T) -> Result<T, Response> {
    match value.validate() {
        Ok(()) => Ok(value),
        Err(report) => {
            Err(refuse(&"invalid input", report.iter().map(|(path, error)| format!("{path}: {error}")).collect()))
        }
    }
}

pub struct ValidJson<T>(pub T);
pub struct ValidQuery<T>(pub T);

impl<S: Send + Sync, T: DeserializeOwned + Validate<Context = ()>> FromRequest<S> for ValidJson<T> {
    type Rejection = Response;

    async fn from_request(request: Request, state: &S) -> Result<Self, Response> {
        let Json(value) =
            Json::from_request(request, state).await.map_err(|error: JsonRejection| refuse(&error, Vec::new()))?;
        checked(value).map(Self)
    }
}

impl<S: Send + Sync, T: DeserializeOwned + Validate<Context = ()>> FromRequestParts<S> for ValidQuery<T> {
    type Rejection = Response;

    async fn from_request_parts(parts: &mut Parts, state: &S) -> Result<Self, Response> {
        let Query(value) =
            Query::from_request_parts(parts, state).await.map_err(|error: QueryRejection| refuse(&error, Vec::new()))?;
        checked(value).map(Self)
    }
}
$more""")

# A part's kind, error and query, without what describes them.
_COMMON = string.Template("""\
/// Which kind it is.
#[derive($both, $schema)]
#[serde(rename_all = "lowercase")]
pub enum Kind$part {
    Small,
    Large,
    Other,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error)]
pub enum Error$part {
    #[error("thing {id} does not exist")]
    Missing { id: u64 },
    #[error("the store is closed")]
    Closed,
}

impl IntoResponse for Error$part {
    fn into_response(self) -> Response {
        let status = match &self {
            Self::Missing { .. } => StatusCode::NOT_FOUND,
            Self::Closed => StatusCode::CONFLICT,
        };
        problem(status, &self, Vec::new())
    }
}

fn default_limit() -> u32 {
    20
}

/// What the reply shows.
#[derive($input, garde::Validate, $params)]
#[garde(allow_unvalidated)]
pub struct Paging$part {
    /// Most tags of the reply.
    #[garde(range(min = 1, max = 100))]
$limit    #[serde(default = "default_limit")]
    limit: u32,
    /// Buys nothing.
    dry_run: Option<bool>,
}
""")

_MAIN = string.Template("""\
//! The API on axum.

$modules
mod valid;

$uses
$store
#[tokio::main]
async fn main() {
    let port = std::env::args().nth(2).and_then(|port| port.parse().ok()).unwrap_or(8000);
$router
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await.expect("the port is free");
    axum::serve(listener, app).await.expect("the server runs");
}
""")


def derives(all_derives: bool) -> tuple[str, str, str]:
    """What a type derives that is read, written, and both."""
    both = "Debug, Clone, serde::Serialize, serde::Deserialize"
    return (both, both, both) if all_derives else ("Debug, serde::Deserialize", "Debug, serde::Serialize", both)


def valid(schema: str, more: str = "") -> str:
    return _VALID.substitute(schema=schema, more=more)


def common(part: int, all_derives: bool, schema: str, params: str, limit: str) -> str:
    read, _, both = derives(all_derives)
    return _COMMON.substitute(part=part, both=both, input=read, schema=schema, params=params, limit=limit)


def main(uses: str, router: str) -> str:
    modules = "\n".join(f"mod part{part};" for part in api.PARTS)
    return _MAIN.substitute(modules=modules, uses=uses, store=api.STORE, router=router)


def payloads(number: int, all_derives: bool, schema: str, rule) -> str:
    """The request and the reply of an endpoint."""
    read, written, _ = derives(all_derives)
    validated = f"#[derive({read}, garde::Validate, {schema})]\n#[garde(allow_unvalidated)]"
    request = api.struct(f"Request{number}", validated, api.request(number), rule)
    return request + "\n" + api.struct(f"Reply{number}", f"#[derive({written}, {schema})]", api.reply(number), rule)
