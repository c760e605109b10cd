//! A request of the test client, in the making.

use std::fmt;
use std::net::IpAddr;
use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, COOKIE, HeaderMap, HeaderName, HeaderValue};
use http::{Method, Uri};
use percent_encoding::{NON_ALPHANUMERIC, utf8_percent_encode};
use serde::Serialize;

use super::{Answer, TestReply};
use crate::body::RequestBody;
use crate::depends::Replaced;
use crate::extract::Origin;

/// A request that has not been sent.
#[must_use = "a request does nothing until it is sent: `.send().await`"]
pub struct Call {
    pub(super) answer: Arc<Answer>,
    pub(super) replaced: Replaced,
    method: Method,
    pub(super) target: String,
    pub(super) headers: HeaderMap,
    body: Bytes,
    from: Option<IpAddr>,
}

impl Call {
    pub(super) fn new(answer: Arc<Answer>, replaced: Replaced, method: Method, target: String) -> Self {
        Self { answer, replaced, method, target, headers: HeaderMap::new(), body: Bytes::new(), from: None }
    }

    /// Adds a key to the query; both texts are percent-encoded.
    pub fn query(mut self, name: &str, value: impl std::fmt::Display) -> Self {
        let value = format!("{value}");
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let sign = if self.target.contains('?') { '&' } else { '?' };
        self.target.push(sign);
        self.target += &encode(name);
        self.target.push('=');
        self.target += &encode(&value);
        self
    }

    /// Adds a header field.
    ///
    /// # Panics
    /// If name or value can't be sent.
    #[track_caller]
    pub fn header(mut self, name: &str, value: impl AsRef<[u8]>) -> Self {
        let name = HeaderName::try_from(name).expect("a name of a header field");
        let value = HeaderValue::from_bytes(value.as_ref()).expect("a value of a header field");
        self.headers.append(name, value);
        self
    }

    /// Says which address the request is from.
    pub fn sent_from(mut self, address: impl Into<IpAddr>) -> Self {
        self.from = Some(address.into());
        self
    }

    /// Adds a cookie.
    ///
    /// # Panics
    /// If it can't be sent.
    #[track_caller]
    pub fn cookie(self, name: &str, value: &str) -> Self {
        self.header(COOKIE.as_str(), format!("{name}={value}"))
    }

    /// Sets the body to a value as JSON, and the media type unless it is set.
    ///
    /// # Panics
    /// If the value can't be written as JSON.
    #[track_caller]
    pub fn json(mut self, value: &(impl Serialize + ?Sized)) -> Self {
        self.body = serde_json::to_vec(value).expect("a value that can be written as JSON").into();
        self.headers.entry(CONTENT_TYPE).or_insert(HeaderValue::from_static("application/json"));
        self
    }

    /// Sets the body to the fields of a form, as a browser sends them, and the media type unless it is set.
    pub fn form(mut self, fields: &[(&str, &str)]) -> Self {
        let encode = |text| utf8_percent_encode(text, NON_ALPHANUMERIC).to_string();
        let pairs = fields.iter().map(|(name, value)| format!("{}={}", encode(name), encode(value)));
        self.body = pairs.collect::<Vec<_>>().join("&").into();
        let media_type = HeaderValue::from_static("application/x-www-form-urlencoded");
        self.headers.entry(CONTENT_TYPE).or_insert(media_type);
        self
    }

    /// Adds a part that is a text to a `multipart/form-data` body.
    pub fn part(self, name: &str, text: impl AsRef<[u8]>) -> Self {
        self.with_part(&format!("name=\"{}\"", quoted(name)), "", text.as_ref())
    }

    /// Adds a part that is a file to a `multipart/form-data` body.
    pub fn file(self, name: &str, file_name: &str, content_type: &str, bytes: impl AsRef<[u8]>) -> Self {
        let disposition = format!("name=\"{}\"; filename=\"{}\"", quoted(name), quoted(file_name));
        self.with_part(&disposition, &format!("Content-Type: {content_type}\r\n"), bytes.as_ref())
    }

    fn with_part(mut self, disposition: &str, head: &str, content: &[u8]) -> Self {
        const END: &str = "--aiserve-test-boundary--\r\n";
        let mut body = self.body.strip_suffix(END.as_bytes()).unwrap_or_default().to_vec();
        body.extend_from_slice(
            format!("--aiserve-test-boundary\r\nContent-Disposition: form-data; {disposition}\r\n{head}\r\n")
                .as_bytes(),
        );
        body.extend_from_slice(content);
        body.extend_from_slice(format!("\r\n{END}").as_bytes());
        self.body = body.into();
        let media_type = HeaderValue::from_static("multipart/form-data; boundary=aiserve-test-boundary");
        self.headers.entry(CONTENT_TYPE).or_insert(media_type);
        self
    }

    /// Sets the body to bytes; set the media type by [`header`](Self::header).
    pub fn body(mut self, bytes: impl Into<Bytes>) -> Self {
        self.body = bytes.into();
        self
    }

    /// Sends the request and reads the whole reply.
    ///
    /// # Panics
    /// If the target is no path, or the reply's body breaks off.
    pub async fn send(self) -> TestReply {
        let Self { answer, replaced, method, target, headers, body, from } = self;
        let uri = Uri::try_from(&target).unwrap_or_else(|error| panic!("`{target}` is no target: {error}"));
        let mut request = http::Request::new(RequestBody::full(body));
        *request.method_mut() = method;
        *request.uri_mut() = uri;
        *request.headers_mut() = headers;
        if from.is_some() {
            request.extensions_mut().insert(Arc::new(Origin::new(from, &Arc::default())));
        }
        if !replaced.is_empty() {
            request.extensions_mut().insert(replaced);
        }
        TestReply::read(answer(request).await).await
    }
}

/// A name in a part's head (HTML Standard, section 4.10.21.8).
fn quoted(name: &str) -> String {
    name.replace('"', "%22").replace('\r', "%0D").replace('\n', "%0A")
}

impl fmt::Debug for Call {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Call").field("method", &self.method).field("target", &self.target).finish_non_exhaustive()
    }
}
