//! Replies in the format that the client asks for: JSON or `MessagePack`.

use http::HeaderMap;
use http::header::{ACCEPT, CONTENT_TYPE, HeaderValue, VARY};
use serde::Serialize;

use super::{Json, Respond, Response};
use crate::body::Body;
use crate::describe::{Content, Replies, Reply};
use crate::extract::Settings;
use crate::problem::Problem;
use crate::schema::Schema;

/// A body that is JSON or [`MessagePack`](https://msgpack.org), whichever the client sends and asks for.
///
/// As an argument it is read by the request's `content-type`, as a result written by its `accept` (RFC 9110, sections 8.3
/// and 12.5.1): JSON unless `MessagePack` is named and not less welcome. Both have the same schema, rules and report of
/// mistakes; texts such as dates are texts in both.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[payload]
/// struct Vector {
///     values: Vec<f32>,
/// }
///
/// #[endpoint(POST "/double")]
/// async fn double(Negotiated(mut vector): Negotiated<Vector>) -> Negotiated<Vector> {
///     vector.values.iter_mut().for_each(|value| *value *= 2.0);
///     Negotiated(vector)
/// }
///
/// # tokio::runtime::Runtime::new()?.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![double])).await;
/// let call = client.post("/double").json(&Vector { values: vec![1.0] });
/// let reply = call.header("accept", "application/msgpack").send().await;
/// assert_eq!(reply.bytes().as_ref(), b"\x81\xa6values\x91\xca\x40\x00\x00\x00");
/// # });
/// # Ok::<_, std::io::Error>(())
/// ```
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Negotiated<T>(pub T);

/// The media type in the document and in replies.
pub(crate) const MSGPACK: &str = "application/msgpack";

/// Whether a media type, without its parameters, is one of those by which `MessagePack` goes.
pub(crate) fn is_msgpack(essence: &str) -> bool {
    let names = [MSGPACK, "application/x-msgpack", "application/vnd.msgpack"];
    names.iter().any(|name| essence.eq_ignore_ascii_case(name))
}

impl<T: Schema + Serialize> Respond for Negotiated<T> {
    const REPLIES: Replies = Replies::Many(&[
        Reply {
            status: 0,
            description: "",
            content: Content::Typed("application/json", T::NODE),
            headers: &[("vary", "The header field of the request that decides on the format.", String::NODE)],
        },
        Reply { status: 0, description: "", content: Content::Typed(MSGPACK, T::NODE), headers: &[] },
    ]);
    const LOOKS_AT_HEADERS: bool = true;

    fn respond(self, settings: &Settings) -> Response {
        varying(Json(self.0).respond(settings))
    }

    fn respond_to(self, headers: &HeaderMap, settings: &Settings) -> Response {
        if prefers_msgpack(headers) { varying(packed(&self.0, settings)) } else { self.respond(settings) }
    }
}

fn varying(mut response: Response) -> Response {
    response.headers_mut().append(VARY, HeaderValue::from_static("accept"));
    response
}

fn packed<T: Serialize>(value: &T, settings: &Settings) -> Response {
    let mut bytes = Vec::new();
    let mut serializer = rmp_serde::Serializer::new(&mut bytes).with_struct_map().with_human_readable();
    if let Err(error) = value.serialize(&mut serializer) {
        return Problem::internal(error).respond(settings);
    }
    let mut response = Response::new(Body::full(bytes));
    *response.status_mut() = settings.status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(MSGPACK));
    response
}

/// Whether the client names `MessagePack`, and does not prefer JSON.
fn prefers_msgpack(headers: &HeaderMap) -> bool {
    let lines = headers.get_all(ACCEPT).iter().filter_map(|line| line.to_str().ok());
    let (mut msgpack, mut json) = (0.0, None::<f32>);
    for range in lines.flat_map(|line| line.split(',')) {
        let mut parts = range.split(';').map(str::trim);
        let essence = parts.next().unwrap_or_default();
        let weight = parts.find_map(|part| part.strip_prefix("q=").or_else(|| part.strip_prefix("Q=")));
        let weight: f32 = weight.map_or(1.0, |weight| weight.parse().unwrap_or(0.0));
        if is_msgpack(essence) {
            msgpack = weight;
        } else if essence.eq_ignore_ascii_case("application/json") {
            json = Some(weight);
        }
    }
    msgpack > 0.0 && json.is_none_or(|json| msgpack >= json)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_more_welcome_format_wins() {
        let prefers = |accept| prefers_msgpack(&HeaderMap::from_iter([(ACCEPT, HeaderValue::from_static(accept))]));
        for accept in [
            "application/msgpack",
            "application/json, application/x-msgpack",
            "application/json;q=0.5, application/vnd.msgpack; q=0.9, */*;q=0.1",
            "*/*, application/msgpack;q=0.1",
        ] {
            assert!(prefers(accept), "{accept}");
        }
        for accept in
            ["*/*", "application/*", "application/msgpack;q=0", "application/json, application/msgpack;q=0.9", ""]
        {
            assert!(!prefers(accept), "{accept}");
        }
        assert!(!prefers_msgpack(&HeaderMap::new()));
    }
}
