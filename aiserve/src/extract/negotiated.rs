//! Bodies that are JSON or `MessagePack`, as their media type says.

use std::io::Cursor;

use http::header::CONTENT_TYPE;
use serde::de::DeserializeOwned;

use super::{Ctx, Extract, Refused, Request, body};
use crate::describe::{Arg, BodyArg, Describes, check};
use crate::respond::{MSGPACK, Negotiated, is_msgpack};
use crate::schema::Schema;
use crate::validate::{self, Cause};

impl<T: Schema + DeserializeOwned> Describes for Negotiated<T> {
    const ARG: Arg = Arg::Body(BodyArg {
        media_type: "application/json",
        other_media_types: &[MSGPACK],
        node: T::NODE,
        misplaced_file: check::has_file(&T::BODY),
        examples: &[],
        doc: "",
    });
}

impl<S: Send + Sync, T: Schema + DeserializeOwned> Extract<S> for Negotiated<T> {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let request = &mut ctx.request;
        if !is_packed(request) {
            let received = body::receive(request, body::node::<T>()).await?;
            return body::decode(request, received).map(Self);
        }
        let Some(length) = body::length(request)? else {
            validate::absent(request);
            return Err(Refused::Invalid);
        };
        let bytes = body::read(request, length).await?;
        decode(request, &bytes).map(Self)
    }
}

fn is_packed(request: &Request) -> bool {
    let sent = request.headers().get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    is_msgpack(sent.split(';').next().unwrap_or_default().trim())
}

fn decode<T: Schema + DeserializeOwned>(request: &mut Request, bytes: &[u8]) -> Result<T, Refused> {
    let cause = match unpack::<T>(bytes) {
        Ok(value) if T::INERT => return Ok(value),
        Ok(value) => {
            let report = validate::judge(|at, report| value.check(at, report));
            if report.is_empty() {
                return Ok(value);
            }
            Cause::Broken(report)
        }
        Err(reason) => Cause::Undecoded(reason),
    };
    validate::unpacked(request, body::node::<T>(), unpack(bytes), &cause);
    Err(Refused::Invalid)
}

/// Reads one value that is all of the bytes. As in JSON, structs are objects and dates are texts.
fn unpack<T: DeserializeOwned>(bytes: &[u8]) -> Result<T, String> {
    let mut deserializer = rmp_serde::Deserializer::new(Cursor::new(bytes)).with_human_readable();
    // Deeper values are refused as JSON's are.
    deserializer.set_max_depth(128);
    let value = T::deserialize(&mut deserializer).map_err(|error| error.to_string())?;
    if deserializer.get_ref().position() == bytes.len() as u64 {
        Ok(value)
    } else {
        Err("bytes after the value".to_owned())
    }
}
