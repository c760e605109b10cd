//! The few steps of an endpoint between the request and the user's function.

use std::marker::PhantomData;

use garde::Report;
use garde::error::Path;
use serde::de::DeserializeOwned;

use crate::Problem;
use crate::describe::Param;
use crate::extract::{Mismatch, Missing, Received, Refused, Request, Settings, Texts, decode, find, node, receive};
use crate::problem::Place;
use crate::respond::{Respond, Response};
use crate::route::BoxFuture;
use crate::schema::{Flags, InText, Node, Schema};
use crate::validate::{self, Cause};

/// A type that one parameter can have. All that generated code asks of it goes through this trait, so that a type that
/// is none is one error.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a parameter",
    label = "it has no schema, or is not `Deserialize`",
    note = "put `#[payload]` or `#[derive(Deserialize, aiserve::Schema)]` on `{Self}`; a struct whose fields are the parameters is taken without a mark, as `Query<{Self}>`, `Header<{Self}>` or `Cookie<{Self}>`",
    note = "an argument that is named in the path is read from there: give it another name if that is not meant"
)]
pub trait Parameter: Sized {
    /// The schema of the value.
    const SHAPE: Node;
    /// How it is told by texts, as far as constants tell.
    const IN_TEXT: InText;
    /// Whether it may be absent without a default: an `Option` and a list may.
    const MAY_BE_ABSENT: bool;

    /// Reads it from the path, by its index in the template.
    fn path(request: &mut Request, index: usize, param: &'static Param) -> Option<Self>;

    /// Reads it from any other place.
    fn parameter(request: &mut Request, param: &'static Param, default: Option<fn() -> Self>) -> Option<Self>;
}

#[diagnostic::do_not_recommend]
impl<T: Schema + DeserializeOwned> Parameter for T {
    const SHAPE: Node = T::NODE;
    const IN_TEXT: InText = T::IN_TEXT;
    const MAY_BE_ABSENT: bool = T::OPTIONAL || matches!(T::NODE, Node::Array(_) | Node::Set(_));

    fn path(request: &mut Request, index: usize, param: &'static Param) -> Option<Self> {
        let decoded = T::deserialize(Texts::single(request.path_param(index), &param.field.node)).map_err(Some);
        judged(request, param, decoded)
    }

    fn parameter(request: &mut Request, param: &'static Param, default: Option<fn() -> Self>) -> Option<Self> {
        let decoded = match (find(request, param), default) {
            (Ok(Some(texts)), _) => T::deserialize(texts).map_err(Some),
            (Ok(None), Some(default)) => return Some(default()),
            (Ok(None), None) if param.field.optional_in() => T::deserialize(Missing).map_err(Some),
            (Ok(None), None) | (Err(_), _) => Err(None),
        };
        judged(request, param, decoded)
    }
}

/// The schema of a parameter.
///
/// # Panics
/// At compile time, if texts at the place cannot tell it.
#[track_caller]
pub const fn shape(node: Node, told: InText, place: Place) -> Node {
    match told {
        InText::Text | InText::Texts => node,
        InText::Object if matches!(place, Place::Query) => node,
        InText::Object => panic!(
            "a struct or map is no text: mark it `#[query]` to read it from `name[key]=..`, or take it without a mark, \
             as `Header<..>`, `Cookie<..>` or `Path<..>`, to read each field"
        ),
        InText::Nothing => {
            panic!("texts cannot tell a list of lists or objects, nor which object is meant: take it in the body")
        }
    }
}

/// A type that a `#[body]` argument can have.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be read from a body",
    label = "it has no schema, or is not `Deserialize`",
    note = "put `#[payload]` or `#[derive(Deserialize, aiserve::Schema)]` on `{Self}`"
)]
pub trait Readable {
    /// Asked for by generated code, so that a type that is none is one error.
    const YES: bool = true;
}

#[diagnostic::do_not_recommend]
impl<T: Schema + DeserializeOwned> Readable for T {}

/// The type itself. Where the constant is `Readable::YES` of a type that is not readable, it is no type at all, and the
/// compiler asks nothing more of it.
pub type Sent<T, const READABLE: bool> = <Gate<T, READABLE> as Pass>::Type;

/// A type and whether it may pass.
#[derive(Debug)]
pub struct Gate<T, const OPEN: bool>(PhantomData<T>);

/// Lets a type through.
pub trait Pass {
    /// The type.
    type Type;
}

impl<T> Pass for Gate<T, true> {
    type Type = T;
}

/// Presence and direction of a parameter.
pub const fn flags(may_be_absent: bool, deprecated: bool, secret: bool) -> Flags {
    Flags::OPTIONAL_IN.when(may_be_absent).and(Flags::DEPRECATED.when(deprecated)).and(Flags::SECRET.when(secret))
}

/// Runs the rules of a parameter's type, or records why there is no value of it.
fn judged<T: Schema>(request: &mut Request, param: &'static Param, decoded: Result<T, Option<Mismatch>>) -> Option<T> {
    match decoded {
        Ok(value) if T::INERT => Some(value),
        Ok(value) => checked(request, param, Some(value), T::check),
        Err(mismatch) => {
            let cause = mismatch.map_or(Cause::Unreadable, |mismatch| Cause::Undecoded(mismatch.to_string()));
            validate::param(request, param, &cause);
            None
        }
    }
}

/// Runs the rules of one argument; `None` if its mistakes have been recorded.
pub fn checked<T>(
    request: &mut Request,
    param: &'static Param,
    value: Option<T>,
    check: fn(&T, &mut dyn FnMut() -> Path, &mut Report),
) -> Option<T> {
    let value = value?;
    let report = validate::judge(|at, report| check(&value, at, report));
    if report.is_empty() {
        return Some(value);
    }
    validate::param(request, param, &Cause::Broken(report));
    None
}

/// Reads the several `#[body]` arguments of an endpoint, as the fields of one struct: without a body, each is missing.
///
/// # Errors
/// What the body lacks or has wrong.
pub async fn parts<T: Schema + DeserializeOwned>(request: &mut Request) -> Result<T, Refused> {
    let received = match receive(request, node::<T>()).await? {
        Received::Absent => Received::Bytes(bytes::Bytes::from_static(b"{}")),
        sent @ Received::Bytes(_) => sent,
    };
    decode(request, received)
}

/// Reads the `#[part]` arguments of an endpoint, as the fields of one struct.
///
/// # Errors
/// What the form lacks or has wrong.
#[cfg(feature = "multipart")]
pub async fn form<T: Schema + DeserializeOwned>(request: &mut Request) -> Result<T, Refused> {
    crate::extract::form::take(request).await
}

/// An argument that was read, or `None` if its mistakes have been recorded.
///
/// # Errors
/// The reply whatever the other arguments are.
pub fn taken<T>(result: Result<T, Refused>) -> Result<Option<T>, Refused> {
    match result {
        Ok(value) => Ok(Some(value)),
        Err(Refused::Invalid) => Ok(None),
        Err(refused) => Err(refused),
    }
}

/// The reply to a request that an argument refuses.
#[cold]
pub fn refused(refused: Refused, request: Request) -> Response {
    match refused {
        Refused::Invalid => refuse(request),
        Refused::Problem(problem) => problem.respond(request.settings()),
        Refused::Reply(response) => *response,
    }
}

/// The reply to a request with mistakes: all of them.
#[cold]
pub fn refuse(mut request: Request) -> Response {
    let (faults, sent) = request.take_invalid();
    Problem::invalid(faults, sent).respond(request.settings())
}

/// As [`refuse`], before there is a future.
#[cold]
pub fn refuse_now(request: Request) -> BoxFuture {
    Box::pin(std::future::ready(refuse(request)))
}

/// The reply of an error that `#[derive(ApiError)]` describes.
pub fn failed(error: impl Respond, settings: &Settings) -> Response {
    error.into_problem().unwrap_or_else(|| Problem::internal("the error has no problem")).respond(settings)
}

/// The problem of an error that `#[derive(ApiError)]` describes.
pub fn failure(status: u16, code: &'static str, detail: String, retry_after: Option<u64>) -> Problem {
    let problem = Problem::new(valid(status), detail).code(code);
    match retry_after {
        Some(seconds) => problem.header(http::header::RETRY_AFTER, seconds.into()),
        None => problem,
    }
}

/// The problem of an error that only the log may tell.
pub fn hidden_failure(status: u16, cause: impl Into<Box<dyn std::error::Error + Send + Sync>>) -> Problem {
    Problem::hidden(valid(status), cause)
}

fn valid(status: u16) -> http::StatusCode {
    http::StatusCode::from_u16(status).expect("the macro lets statuses from 400 to 599 through alone")
}
