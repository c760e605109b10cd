//! The pages that every app has: health, the document, and the page that shows it.

use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::header::{
    ACCEPT_ENCODING, CACHE_CONTROL, CONTENT_ENCODING, CONTENT_SECURITY_POLICY, CONTENT_TYPE, ETAG, HeaderMap,
    HeaderValue, IF_NONE_MATCH, VARY, X_CONTENT_TYPE_OPTIONS,
};
use http::{Method, StatusCode};

use super::App;
use crate::body::Body;
#[cfg(feature = "docs")]
use crate::openapi::page;
use crate::respond::Response;
use crate::route::{Entry, Index};

/// A page of aiserve's own.
#[derive(Debug)]
pub(super) enum Page {
    /// The process lives.
    Live,
    /// The app takes requests.
    Ready(Arc<AtomicBool>),
    /// A file: the OpenAPI document, or one of the page that shows it.
    File(File),
}

/// A file as it is sent.
#[derive(Debug)]
pub(super) struct File {
    bytes: Bytes,
    is_gzip: bool,
    etag: HeaderValue,
    media_type: &'static str,
    /// What a page may load and do (CSP).
    policy: Option<HeaderValue>,
}

impl Page {
    fn file(bytes: Bytes, media_type: &'static str, is_gzip: bool) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(&bytes);
        let etag = HeaderValue::try_from(format!("\"{:016x}\"", hasher.finish()));
        let etag = etag.expect("hexadecimal digits in quotes are a header value");
        Self::File(File { bytes, is_gzip, etag, media_type, policy: None })
    }

    pub(super) fn respond(&self, headers: &HeaderMap) -> Response {
        match self {
            Self::Live => text(StatusCode::OK, "live"),
            Self::Ready(stopping) if stopping.load(Ordering::Relaxed) => {
                text(StatusCode::SERVICE_UNAVAILABLE, "stopping")
            }
            Self::Ready(_) => text(StatusCode::OK, "ready"),
            Self::File(file) => file.respond(headers),
        }
    }
}

impl<S> App<S> {
    /// The pages that no route of the app's takes the place of.
    pub(super) fn pages(
        &self,
        document: String,
        stopping: &Arc<AtomicBool>,
        index: &mut Index,
    ) -> Vec<(usize, Entry<Page>)> {
        let ready = Page::Ready(Arc::clone(stopping));
        let mut pages = vec![("/livez".to_owned(), Page::Live), ("/readyz".to_owned(), ready)];
        if let Some(path) = &self.openapi_path {
            pages.push((path.clone(), Page::file(document.into(), "application/json", false)));
        }
        self.docs_pages(&mut pages);
        let pages = pages.into_iter().filter_map(|(path, page)| {
            let slot = index.slot(&path).ok()?;
            Some((slot, Entry { method: Method::GET, template: "", prefix_params: 0, handler: page }))
        });
        pages.collect()
    }

    #[cfg(feature = "docs")]
    fn docs_pages(&self, pages: &mut Vec<(String, Page)>) {
        let (Some(docs_path), Some(openapi_path)) = (&self.docs_path, &self.openapi_path) else { return };
        let servers = self.info.servers.iter().map(|server| server.url.clone());
        let policy = HeaderValue::try_from(page::policy(servers)).ok();
        for file in page::files(&self.info.title, docs_path, openapi_path) {
            let page::File { path, media_type, bytes, is_gzip } = file;
            let mut page = Page::file(bytes, media_type, is_gzip);
            if let Page::File(file) = &mut page {
                file.policy.clone_from(&policy);
            }
            pages.push((path, page));
        }
    }

    #[cfg(not(feature = "docs"))]
    fn docs_pages(&self, _: &mut Vec<(String, Page)>) {}
}

fn text(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::full(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

impl File {
    fn respond(&self, headers: &HeaderMap) -> Response {
        let Self { bytes, is_gzip, etag, media_type, policy } = self;
        let mut response = Response::new(Body::empty());
        let sent = response.headers_mut();
        sent.insert(ETAG, etag.clone());
        // Kept by the client, and asked for again: the answer is 304 until the binary changes.
        sent.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
        if *is_gzip {
            sent.insert(VARY, HeaderValue::from_static("accept-encoding"));
        }
        if headers.get_all(IF_NONE_MATCH).iter().any(|known| matches(known, etag)) {
            *response.status_mut() = StatusCode::NOT_MODIFIED;
            return response;
        }
        if *is_gzip && !takes_gzip(headers) {
            return text(StatusCode::NOT_ACCEPTABLE, "this file is sent with `Content-Encoding: gzip` only");
        }
        sent.insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
        sent.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
        if *is_gzip {
            sent.insert(CONTENT_ENCODING, HeaderValue::from_static("gzip"));
        }
        if let Some(policy) = policy {
            sent.insert(CONTENT_SECURITY_POLICY, policy.clone());
        }
        *response.body_mut() = Body::full(bytes.clone());
        response
    }
}

/// Whether a client takes gzip (RFC 9110, section 12.5.3): one that names no encoding takes any.
fn takes_gzip(headers: &HeaderMap) -> bool {
    let mut named = headers.get_all(ACCEPT_ENCODING).iter().filter_map(|value| value.to_str().ok()).peekable();
    if named.peek().is_none() {
        return true;
    }
    named.flat_map(|value| value.split(',')).any(|coding| {
        let (name, weight) = coding.split_once(';').unwrap_or((coding, ""));
        let is_refused = weight.trim().strip_prefix("q=").is_some_and(|weight| weight.parse() == Ok(0.0));
        matches!(name.trim(), "gzip" | "x-gzip" | "*") && !is_refused
    })
}

/// Whether a client's list of entity tags has this one (RFC 9110, weak comparison).
fn matches(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    known.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}
