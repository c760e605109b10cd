//! JSON bodies: their media type, their size, their bytes, and the value they are.

use std::future::poll_fn;
use std::pin::Pin;
use std::task::{Context, Poll, ready};

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_TYPE, HeaderMap};
use http_body::Body as _;
use serde::de::DeserializeOwned;

use super::params::Missing;
use super::{Ctx, Extract, Refused, Request, whole};
use crate::Problem;
use crate::apart::apart;
use crate::describe::{Arg, BodyArg, Describes, check};
use crate::problem::ErrorFormat;
use crate::respond::Json;
use crate::schema::{Node, Schema};
use crate::validate::{self, Cause};

impl<T: Schema + DeserializeOwned> Describes for Json<T> {
    const ARG: Arg = json_arg::<T>();
}

impl<S: Send + Sync, T: Schema + DeserializeOwned> Extract<S> for Json<T> {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let received = receive(&mut ctx.request, node::<T>()).await?;
        decode(&mut ctx.request, received).map(Self)
    }
}

pub(super) const fn json_arg<T: Schema>() -> Arg {
    let misplaced_file = check::has_file(&T::BODY);
    Arg::Body(BodyArg {
        media_type: "application/json",
        other_media_types: &[],
        node: T::NODE,
        misplaced_file,
        examples: &[],
        doc: "",
    })
}

/// The schema of a type, as a reference that lives as long as the program.
pub(crate) const fn node<T: Schema>() -> &'static Node {
    const { &T::NODE }
}

/// Bytes from which on a body is decoded apart: that takes milliseconds, for which other connections would wait.
const LARGE: usize = 1024 * 1024;

/// A body that may be decoded, or the lack of one.
#[derive(Debug)]
pub(crate) enum Received {
    Absent,
    Bytes(Bytes),
}

/// Reads the body of a request that takes JSON.
///
/// # Errors
/// Another media type, too many bytes, or a connection that broke.
pub(crate) async fn receive(request: &mut Request, node: &'static Node) -> Result<Received, Refused> {
    let Some(sent) = expected(request)? else { return Ok(Received::Absent) };
    let bytes = read(request, sent.length).await?;
    if bytes.is_empty() {
        return Ok(Received::Absent);
    }
    if !sent.is_json {
        validate::misplaced(request, node, &bytes);
        return Err(Refused::Invalid);
    }
    Ok(Received::Bytes(bytes))
}

/// How many bytes the head says the body has, 0 if it says nothing; `None` if there is no body.
///
/// # Errors
/// More than may be sent.
pub(super) fn length(request: &Request) -> Result<Option<usize>, Refused> {
    let Some(body) = request.body() else {
        return Err(Problem::internal("two arguments of one endpoint take the body").into());
    };
    if body.is_end_stream() {
        return Ok(None);
    }
    // Of a connection this is the `Content-Length`.
    let length = body.size_hint().exact().map_or(0, |length| usize::try_from(length).unwrap_or(usize::MAX));
    let limit = request.settings().body_limit;
    if length > limit { Err(too_large(limit).into()) } else { Ok(Some(length)) }
}

/// What the head of a request says of its body.
struct Sent {
    length: usize,
    is_json: bool,
}

/// Whether there is a body, and one that may be read.
fn expected(request: &Request) -> Result<Option<Sent>, Refused> {
    let Some(length) = length(request)? else { return Ok(None) };
    let settings = request.settings();
    let is_json = is_json(request.headers());
    if !is_json && settings.errors == ErrorFormat::Problem && settings.on_invalid.is_none() {
        return Err(unsupported().into());
    }
    Ok(Some(Sent { length, is_json }))
}

/// Decodes a body and checks the value.
pub(crate) fn decode<T: Schema + DeserializeOwned>(request: &mut Request, received: Received) -> Result<T, Refused> {
    let Received::Bytes(bytes) = received else { return decode_absent(request) };
    // serde reads a struct from a list of its fields' values too, which no document says.
    if matches!(T::BODY, Node::Object(_)) && bytes.trim_ascii_start().first() == Some(&b'[') {
        validate::body(request, node::<T>(), &bytes, &Cause::Unreadable);
        return Err(Refused::Invalid);
    }
    // One look at all of it costs less than one at each text in it.
    let Ok(text) = std::str::from_utf8(&bytes) else {
        validate::body(request, node::<T>(), &bytes, &Cause::Unreadable);
        return Err(Refused::Invalid);
    };
    let decoded = match parse::<T>(text) {
        Ok(value) => Ok(value),
        Err(error) => whole::decode(&bytes).ok_or(error),
    };
    let cause = match decoded {
        Ok(value) if T::INERT => return Ok(value),
        Ok(value) => {
            let report = validate::judge(|at, report| value.check(at, report));
            if report.is_empty() {
                return Ok(value);
            }
            Cause::Broken(report)
        }
        Err(error) => Cause::Undecoded(error.to_string()),
    };
    validate::body(request, node::<T>(), &bytes, &cause);
    Err(Refused::Invalid)
}

/// Apart from what is around it, so that reading a value is compiled alike in every endpoint.
#[inline(never)]
fn parse<T: DeserializeOwned>(text: &str) -> serde_json::Result<T> {
    serde_json::from_str(text)
}

fn decode_absent<T: Schema + DeserializeOwned>(request: &mut Request) -> Result<T, Refused> {
    if T::NODE.is_optional()
        && let Ok(value) = T::deserialize(Missing)
    {
        return Ok(value);
    }
    validate::absent(request);
    Err(Refused::Invalid)
}

/// Takes the bytes of a body. One frame is handed on as it came; more are put together in one buffer.
pub(super) async fn read(request: &mut Request, length: usize) -> Result<Bytes, Refused> {
    let mut whole = Whole { length, first: Bytes::new(), all: Vec::new() };
    while let Some(data) = poll_fn(|cx| poll_data(request, cx)).await? {
        if data.len() > request.settings().body_limit - whole.len() {
            return Err(too_large(request.settings().body_limit).into());
        }
        whole.add(data);
        if whole.len() == length {
            break;
        }
    }
    request.take_body();
    if whole.len() >= LARGE {
        apart().await;
    }
    Ok(whole.into_bytes())
}

/// What has been read of a body.
struct Whole {
    /// What the head says; 0 if it says nothing.
    length: usize,
    first: Bytes,
    /// Everything, once there is more than the first frame.
    all: Vec<u8>,
}

impl Whole {
    fn len(&self) -> usize {
        self.all.len().max(self.first.len())
    }

    fn add(&mut self, data: Bytes) {
        if self.first.is_empty() {
            self.first = data;
            return;
        }
        if self.all.is_empty() {
            self.all.reserve(self.length.max(self.first.len() + data.len()));
            self.all.extend_from_slice(&self.first);
        }
        self.all.extend_from_slice(&data);
    }

    fn into_bytes(self) -> Bytes {
        if self.all.is_empty() { self.first } else { self.all.into() }
    }
}

/// The next data of a body.
fn poll_data(request: &mut Request, cx: &mut Context<'_>) -> Poll<Result<Option<Bytes>, Refused>> {
    let Some(body) = request.body_mut() else { return Poll::Ready(Ok(None)) };
    loop {
        match ready!(Pin::new(&mut *body).poll_frame(cx)) {
            None => return Poll::Ready(Ok(None)),
            Some(Ok(frame)) => match frame.into_data() {
                Ok(data) if !data.is_empty() => return Poll::Ready(Ok(Some(data))),
                _ => {}
            },
            Some(Err(_)) => {
                return Poll::Ready(Err(broken_off().into()));
            }
        }
    }
}

/// Whether the media type is `application/json` or `application/*+json`.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return false };
    value.as_bytes() == b"application/json" || value.to_str().is_ok_and(is_json_type)
}

pub(super) fn is_json_type(value: &str) -> bool {
    let essence = value.split(';').next().unwrap_or_default().trim();
    let Some((kind, subtype)) = essence.split_once('/') else { return false };
    let suffix = subtype.len().checked_sub(5).and_then(|start| subtype.get(start..));
    let is_suffixed = suffix.is_some_and(|suffix| suffix.eq_ignore_ascii_case("+json")) && subtype.len() > 5;
    kind.eq_ignore_ascii_case("application") && (subtype.eq_ignore_ascii_case("json") || is_suffixed)
}

fn unsupported() -> Problem {
    let detail = "The body must be JSON, sent as `application/json` or `application/*+json`.";
    Problem::new(StatusCode::UNSUPPORTED_MEDIA_TYPE, detail)
}

#[cold]
pub(super) fn too_large(limit: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {limit} bytes."))
}

#[cold]
pub(super) fn broken_off() -> Problem {
    Problem::bad_request("The body could not be read to its end.")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn json_has_many_media_types() {
        for json in ["application/json", "Application/JSON; charset=utf-8", "application/problem+json"] {
            assert!(is_json_type(json), "{json}");
        }
        for other in ["text/json", "application/+json", "application/jsonl", "json", "", "multipart/form-data"] {
            assert!(!is_json_type(other), "{other}");
        }
    }
}
