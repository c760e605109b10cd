//! JSON bodies: their media type, their size, their bytes, and the value they are.

use bytes::Bytes;
use http::StatusCode;
use http::header::{CONTENT_LENGTH, CONTENT_TYPE, HeaderMap};
use http_body::Body as _;
use http_body_util::BodyExt;
use serde::de::DeserializeOwned;

use super::params::Missing;
use super::{Ctx, Extract, Refused, Request, whole};
use crate::Problem;
use crate::body::RequestBody;
use crate::describe::{Arg, BodyArg, Describes};
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
    Arg::Body(BodyArg { media_type: "application/json", node: T::NODE, examples: &[], doc: "" })
}

/// The schema of a type, as a reference that lives as long as the program.
pub(crate) const fn node<T: Schema>() -> &'static Node {
    const { &T::NODE }
}

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
    let Some(body) = request.take_body() else {
        return Err(Problem::internal("two arguments of one endpoint take the body").into());
    };
    if body.is_end_stream() {
        return Ok(Received::Absent);
    }
    let limit = request.settings().body_limit;
    let length = content_length(request.headers());
    if length.is_some_and(|length| length > limit) {
        return Err(too_large(limit).into());
    }
    let is_json = is_json(request.headers());
    if !is_json && request.settings().errors == ErrorFormat::Problem && request.settings().on_invalid.is_none() {
        return Err(unsupported().into());
    }
    let bytes = read(body, length.unwrap_or_default(), limit).await?;
    match bytes {
        bytes if bytes.is_empty() => Ok(Received::Absent),
        bytes if is_json => Ok(Received::Bytes(bytes)),
        bytes => {
            validate::misplaced(request, node, &bytes);
            Err(Refused::Invalid)
        }
    }
}

/// Decodes a body and checks the value.
pub(crate) fn decode<T: Schema + DeserializeOwned>(request: &mut Request, received: Received) -> Result<T, Refused> {
    let Received::Bytes(bytes) = received else { return decode_absent(request) };
    // serde reads a struct from a list of its fields' values too, which no document says.
    if matches!(T::BODY, Node::Object(_)) && bytes.trim_ascii_start().first() == Some(&b'[') {
        validate::body(request, node::<T>(), &bytes, &Cause::Unreadable);
        return Err(Refused::Invalid);
    }
    let decoded = match serde_json::from_slice::<T>(&bytes) {
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

fn decode_absent<T: Schema + DeserializeOwned>(request: &mut Request) -> Result<T, Refused> {
    if T::NODE.is_optional()
        && let Ok(value) = T::deserialize(Missing)
    {
        return Ok(value);
    }
    validate::absent(request);
    Err(Refused::Invalid)
}

/// The bytes of a body. One frame is handed on as it came; more are put together in one buffer.
async fn read(mut body: RequestBody, length: usize, limit: usize) -> Result<Bytes, Refused> {
    let Some(first) = next(&mut body).await? else { return Ok(Bytes::new()) };
    if first.len() > limit {
        return Err(too_large(limit).into());
    }
    if first.len() == length {
        return Ok(first);
    }
    let Some(second) = next(&mut body).await? else { return Ok(first) };
    let mut bytes = Vec::with_capacity(length.max(first.len()));
    bytes.extend_from_slice(&first);
    let mut more = Some(second);
    while let Some(data) = more {
        if data.len() > limit - bytes.len() {
            return Err(too_large(limit).into());
        }
        bytes.extend_from_slice(&data);
        more = next(&mut body).await?;
    }
    Ok(bytes.into())
}

/// The next data of a body.
async fn next(body: &mut RequestBody) -> Result<Option<Bytes>, Refused> {
    while let Some(frame) = body.frame().await {
        let frame = frame.map_err(|_| Problem::bad_request("The body could not be read to its end."))?;
        match frame.into_data() {
            Ok(data) if !data.is_empty() => return Ok(Some(data)),
            _ => {}
        }
    }
    Ok(None)
}

fn content_length(headers: &HeaderMap) -> Option<usize> {
    headers.get(CONTENT_LENGTH)?.to_str().ok()?.parse().ok()
}

/// Whether the media type is `application/json` or `application/*+json`.
fn is_json(headers: &HeaderMap) -> bool {
    let Some(value) = headers.get(CONTENT_TYPE) else { return false };
    value.as_bytes() == b"application/json" || value.to_str().is_ok_and(is_json_type)
}

fn is_json_type(value: &str) -> bool {
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
fn too_large(limit: usize) -> Problem {
    Problem::new(StatusCode::PAYLOAD_TOO_LARGE, format!("The body is larger than {limit} bytes."))
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
