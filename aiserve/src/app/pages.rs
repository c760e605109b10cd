//! The pages that every app has: health, the document, and the page that shows it.

use std::sync::Arc;

use bytes::Bytes;
use http::header::{CONTENT_TYPE, HeaderMap, HeaderValue};
use http::{Method, StatusCode};

use super::App;
use super::build::Documents;
use super::file::File;
#[cfg(feature = "docs")]
use super::file::Unzip;
use super::health::Health;
#[cfg(feature = "metrics")]
use super::metrics;
use super::models;
use super::way::Way;
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
    Ready(Arc<Health>),
    /// The numbers of its routes and models, for Prometheus.
    #[cfg(feature = "metrics")]
    Metrics(Arc<Health>, Arc<[Arc<Way>]>),
    /// What its models do.
    Models(Arc<Health>),
    /// A file: the OpenAPI document, or one of the page that shows it.
    File(File),
}

impl Page {
    pub(super) fn respond(&self, headers: &HeaderMap) -> Response {
        match self {
            Self::Live => text(StatusCode::OK, "live"),
            Self::Ready(health) => match health.unready() {
                Some(reasons) => text(StatusCode::SERVICE_UNAVAILABLE, reasons),
                None => text(StatusCode::OK, "ready"),
            },
            #[cfg(feature = "metrics")]
            Self::Metrics(health, ways) => typed(metrics::MEDIA_TYPE, metrics::page(&health.models(), ways)),
            Self::Models(health) => typed("application/json", models::page(&health.models())),
            Self::File(file) => file.respond(headers),
        }
    }
}

impl<S> App<S> {
    /// The pages that no route of the app's takes the place of.
    #[cfg_attr(not(feature = "metrics"), allow(unused_variables, reason = "nothing shows the ways then"))]
    pub(super) fn pages(
        &self,
        documents: Documents,
        health: &Arc<Health>,
        ways: &Arc<[Arc<Way>]>,
        index: &mut Index,
    ) -> Vec<(usize, Entry<Page>)> {
        let ready = Page::Ready(Arc::clone(health));
        let mut pages = vec![("/livez".to_owned(), Page::Live), ("/readyz".to_owned(), ready)];
        #[cfg(feature = "metrics")]
        pages.push(("/metrics".to_owned(), Page::Metrics(Arc::clone(health), Arc::clone(ways))));
        pages.push(("/-/models".to_owned(), Page::Models(Arc::clone(health))));
        if let Some(openapi_path) = &self.openapi_path {
            let Documents { main, named } = documents;
            self.document_pages(openapi_path.clone(), self.docs_path.as_deref(), main, &mut pages);
            for (name, document) in named {
                let path = format!("{}/{name}.json", openapi_path.strip_suffix(".json").unwrap_or(openapi_path));
                let docs_path = self.docs_path.as_ref().map(|docs| format!("{}/{name}", docs.trim_end_matches('/')));
                self.document_pages(path, docs_path.as_deref(), document, &mut pages);
            }
        }
        let pages = pages.into_iter().filter_map(|(path, page)| {
            let slot = index.slot(&path).ok()?;
            Some((slot, Entry { method: Method::GET, template: "", prefix: None, handler: page }))
        });
        pages.collect()
    }

    /// A document, and the page that shows it.
    #[cfg_attr(not(feature = "docs"), allow(clippy::unused_self, unused_variables, reason = "nothing shows it then"))]
    fn document_pages(&self, path: String, docs_path: Option<&str>, document: String, pages: &mut Vec<(String, Page)>) {
        #[cfg(feature = "docs")]
        if let Some(docs_path) = docs_path {
            let policy = page::policy(self.info.servers.iter().map(|server| server.url.as_str()));
            let policy = HeaderValue::try_from(policy).expect("origins are ASCII");
            for file in page::files(&self.info.title, docs_path, &path) {
                let page::File { path, media_type, bytes, is_gzip } = file;
                let unzip: Option<Unzip> = is_gzip.then_some(page::unzip);
                pages.push((path, Page::File(File::new(bytes, media_type, unzip, Some(policy.clone())))));
            }
        }
        pages.push((path, Page::File(File::new(document.into(), "application/json", None, None))));
    }
}

fn text(status: StatusCode, text: impl Into<Bytes>) -> Response {
    let mut response = typed("text/plain; charset=utf-8", text);
    *response.status_mut() = status;
    response
}

fn typed(media_type: &'static str, body: impl Into<Bytes>) -> Response {
    let mut response = Response::new(Body::full(body));
    response.headers_mut().insert(CONTENT_TYPE, HeaderValue::from_static(media_type));
    response
}
