//! The pages that every app has: health, the document, and the page that shows it.

use std::hash::{DefaultHasher, Hasher};
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};

use bytes::Bytes;
use http::header::{CONTENT_TYPE, ETAG, HeaderMap, HeaderValue, IF_NONE_MATCH};
use http::{Method, StatusCode};

use super::App;
use crate::body::Body;
use crate::respond::Response;
use crate::route::{Entry, Index};

/// A page of aiserve's own.
#[derive(Debug)]
pub(super) enum Page {
    /// The process lives.
    Live,
    /// The app takes requests.
    Ready(Arc<AtomicBool>),
    /// The OpenAPI document.
    Document { text: Bytes, etag: HeaderValue },
}

impl Page {
    pub(super) fn document(text: String) -> Self {
        let mut hasher = DefaultHasher::new();
        hasher.write(text.as_bytes());
        let etag = HeaderValue::try_from(format!("\"{:016x}\"", hasher.finish()));
        Self::Document { text: text.into(), etag: etag.expect("hexadecimal digits in quotes are a header value") }
    }

    pub(super) fn respond(&self, headers: &HeaderMap) -> Response {
        match self {
            Self::Live => text(StatusCode::OK, "live"),
            Self::Ready(stopping) if stopping.load(Ordering::Relaxed) => {
                text(StatusCode::SERVICE_UNAVAILABLE, "stopping")
            }
            Self::Ready(_) => text(StatusCode::OK, "ready"),
            Self::Document { text, etag } => document(text, etag, headers),
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
        let mut pages = vec![("/livez", Page::Live), ("/readyz", Page::Ready(Arc::clone(stopping)))];
        if let Some(path) = &self.openapi_path {
            pages.push((path, Page::document(document)));
        }
        let pages = pages.into_iter().filter_map(|(path, page)| {
            let slot = index.slot(path).ok()?;
            Some((slot, Entry { method: Method::GET, template: "", prefix_params: 0, handler: page }))
        });
        pages.collect()
    }
}

fn text(status: StatusCode, text: &'static str) -> Response {
    let mut response = Response::new(Body::full(text));
    *response.status_mut() = status;
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("text/plain; charset=utf-8"));
    response
}

fn document(text: &Bytes, etag: &HeaderValue, headers: &HeaderMap) -> Response {
    let mut response = Response::new(Body::empty());
    response.headers_mut().insert(ETAG, etag.clone());
    if headers.get_all(IF_NONE_MATCH).iter().any(|known| matches(known, etag)) {
        *response.status_mut() = StatusCode::NOT_MODIFIED;
        return response;
    }
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    *response.body_mut() = Body::full(text.clone());
    response
}

/// Whether a client's list of entity tags has this one (RFC 9110, weak comparison).
fn matches(known: &HeaderValue, etag: &HeaderValue) -> bool {
    let (Ok(known), Ok(etag)) = (known.to_str(), etag.to_str()) else { return false };
    known.split(',').map(str::trim).any(|tag| tag == "*" || tag.trim_start_matches("W/") == etag)
}
