//! The opening handshake ([RFC 6455, section 4.2](https://www.rfc-editor.org/rfc/rfc6455#section-4.2)).

use http::header::{
    CONNECTION, HeaderMap, HeaderName, SEC_WEBSOCKET_ACCEPT, SEC_WEBSOCKET_KEY, SEC_WEBSOCKET_VERSION, UPGRADE,
};
use http::{HeaderValue, StatusCode, Version};
use tokio_tungstenite::tungstenite::handshake::derive_accept_key;

use crate::Problem;
use crate::body::Body;
use crate::extract::Request;
use crate::respond::{Respond, Response};

/// The version of the protocol.
const VERSION: HeaderValue = HeaderValue::from_static("13");
const WEBSOCKET: HeaderValue = HeaderValue::from_static("websocket");
/// Letters of a key: 16 bytes in base64.
const KEY_LENGTH: usize = 24;

/// The reply to a request that does not open a WebSocket.
pub fn refused(request: &Request) -> Option<Response> {
    let headers = request.headers();
    let problem = if !lists(headers, &UPGRADE, "websocket") || !lists(headers, &CONNECTION, "upgrade") {
        Problem::new(StatusCode::UPGRADE_REQUIRED, "This path is a WebSocket.")
            .header(UPGRADE, WEBSOCKET)
            .header(CONNECTION, HeaderValue::from_static("upgrade"))
    } else if request.parts().version == Version::HTTP_10 {
        Problem::bad_request("A WebSocket is opened by HTTP/1.1.")
    } else if headers.get(SEC_WEBSOCKET_VERSION) != Some(&VERSION) {
        Problem::new(StatusCode::UPGRADE_REQUIRED, "The version of a WebSocket must be 13.")
            .header(UPGRADE, WEBSOCKET)
            .header(SEC_WEBSOCKET_VERSION, VERSION)
    } else if headers.get(SEC_WEBSOCKET_KEY).is_none_or(|key| key.len() != KEY_LENGTH) {
        Problem::bad_request("`sec-websocket-key` must be 16 bytes in base64.")
    } else {
        return None;
    };
    Some(problem.respond(request.settings()))
}

/// The reply that opens one.
pub(super) fn accepted(headers: &HeaderMap) -> Response {
    let key = headers.get(SEC_WEBSOCKET_KEY).map(HeaderValue::as_bytes).unwrap_or_default();
    let accept = HeaderValue::try_from(derive_accept_key(key)).expect("base64 is visible letters");
    let mut response = Response::new(Body::empty());
    *response.status_mut() = StatusCode::SWITCHING_PROTOCOLS;
    let headers = response.headers_mut();
    headers.insert(UPGRADE, WEBSOCKET);
    headers.insert(CONNECTION, HeaderValue::from_static("upgrade"));
    headers.insert(SEC_WEBSOCKET_ACCEPT, accept);
    response
}

/// Whether a word is in the lists under a name.
fn lists(headers: &HeaderMap, name: &HeaderName, word: &str) -> bool {
    let texts = headers.get_all(name).iter().filter_map(|value| value.to_str().ok());
    texts.flat_map(|text| text.split(',')).any(|listed| listed.trim().eq_ignore_ascii_case(word))
}
