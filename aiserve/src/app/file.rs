//! Files as they are sent: tagged, kept by the client, compressed for those that take it.

use std::hash::{DefaultHasher, Hasher};

use bytes::Bytes;
use http::StatusCode;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderValue, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};

use crate::body::Body;
use crate::respond::Response;

/// Makes plain bytes of gzipped ones.
pub(super) type Unzip = fn(&[u8]) -> Vec<u8>;

/// A file that never changes while the process lives.
#[derive(Debug)]
pub(super) struct File {
    bytes: Bytes,
    media_type: &'static str,
    etag: HeaderValue,
    /// For bytes that are gzipped.
    unzip: Option<Unzip>,
    /// What a page may load and do (CSP).
    policy: Option<HeaderValue>,
}

impl File {
    pub(super) fn new(
        bytes: Bytes,
        media_type: &'static str,
        unzip: Option<Unzip>,
        policy: Option<HeaderValue>,
    ) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(&bytes);
        // Weak where a gzipped file and its plain bytes share it.
        let weak = if unzip.is_some() { "W/" } else { "" };
        let etag = HeaderValue::try_from(format!("{weak}\"{:016x}\"", hasher.finish()));
        let etag = etag.expect("hexadecimal digits in quotes are a header value");
        Self { bytes, media_type, etag, unzip, policy }
    }

    pub(super) fn respond(&self, headers: &HeaderMap) -> Response {
        let mut response = Response::new(Body::empty());
        let sent = response.headers_mut();
        sent.insert(ETAG, self.etag.clone());
        // Kept by the client, and asked for again: the answer is 304 until the binary changes.
        sent.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if self.unzip.is_some() {
            sent.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        if headers.get_all(IF_NONE_MATCH).iter().any(|known| matches(known, &self.etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        sent.insert(CONTENT_TYPE, HeaderValue::from_static(self.media_type));
        sent.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if let Some(policy) = &self.policy {
            sent.insert(CONTENT_SECURITY_POLICY, policy.clone());
        }
        let bytes = match self.unzip {
            Some(unzip) if !takes_gzip(headers) => unzip(&self.bytes).into(),
            Some(_) => {
                sent.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
                self.bytes.clone()
            }
            None => self.bytes.clone(),
        };
        *response.body_mut() = Body::full(bytes);
        response
    }
}

/// Whether a client says that it takes gzip (RFC 9110, section 12.5.3). One that says nothing would have to take any
/// encoding, but most that say nothing know none.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let values = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok());
    let mut takes_any = false;
    for coding in values.flat_map(|value| value.split(',')) {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let weight = weight.split_once('=').map_or(Ok(1.0), |(_, weight)| weight.trim().parse());
        let is_taken = weight.is_ok_and(|weight: f32| weight > 0.0);
        match name.trim() {
            "*" => takes_any = is_taken,
            name if name.eq_ignore_ascii_case("gzip") || name.eq_ignore_ascii_case("x-gzip") => return is_taken,
            _ => {}
        }
    }
    takes_any
}

/// Whether a client's list of entity tags has this one (RFC 9110, section 13.1.2, which compares weakly).
fn matches(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    let opaque = |tag| str::strip_prefix(tag, "W/").unwrap_or(tag);
    known.split(',').map(str::trim).any(|tag| tag == "*" || opaque(tag) == opaque(etag))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn gzip_is_for_those_that_name_it() {
        for (accepted, takes) in [
            ("gzip, deflate, br", true),
            ("br, GZIP ; q=0.5", true),
            ("x-gzip", true),
            ("*", true),
            ("gzip;q=0, *", false),
            ("*;q=0, gzip;q=1.0", true),
            ("gzip;q=0.000", false),
            ("identity", false),
            ("br", false),
            ("", false),
        ] {
            let headers = [(ACCEPT_ENCODING, HeaderValue::from_static(accepted))].into_iter().collect();
            assert_eq!(takes_gzip(&headers), takes, "{accepted:?}");
        }
        assert!(!takes_gzip(&HeaderMap::new()));
    }
}
