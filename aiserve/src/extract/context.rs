//! What an endpoint's arguments are read from: the request, and the application's state.

use std::net::IpAddr;
use std::sync::Arc;

use http::request::Parts;
use http::{HeaderMap, Method, StatusCode, Uri};

use super::arrival::Arrival;
use crate::body::RequestBody;
use crate::depends::{Cache, Kept};
use crate::model::Timings;
use crate::problem::{ErrorFormat, Fault, Invalid};
use crate::stop::Stop;
use crate::tasks::Tasks;

/// Most parameters a path template can have.
pub(crate) const MAX_PATH_PARAMS: usize = 8;

/// A request on its way through one endpoint, with the application's state.
#[derive(Debug)]
pub struct Ctx<S> {
    /// The request.
    pub request: Request,
    pub(crate) cache: Cache,
    shared: Arc<Shared<S>>,
}

/// What all requests of a started app share.
#[derive(Debug)]
pub(crate) struct Shared<S> {
    pub(crate) state: S,
    /// Work after replies.
    pub(crate) tasks: Tasks,
    /// What tells streams and sockets that the server stops.
    pub(crate) streams: Stop,
}

impl<S> Ctx<S> {
    #[inline]
    pub(crate) fn new(request: Request, shared: Arc<Shared<S>>) -> Self {
        Self { request, cache: Cache::default(), shared }
    }

    /// The application's state.
    pub fn state(&self) -> &S {
        &self.shared.state
    }

    /// What runs work after the reply.
    pub(crate) fn tasks(&self) -> &Tasks {
        &self.shared.tasks
    }

    /// What tells streams and sockets that the server stops.
    #[cfg(feature = "ws")]
    pub(crate) fn streams(&self) -> &Stop {
        &self.shared.streams
    }

    /// Where the times of this request's models are kept for its reply.
    pub(crate) fn timings(&mut self) -> Arc<Timings> {
        self.cache.timings()
    }

    /// What dependencies gave, to be kept until the reply is sent.
    #[doc(hidden)]
    #[inline]
    pub fn keep(&mut self) -> Kept {
        Kept(std::mem::take(&mut self.cache))
    }
}

/// A routed request, and the mistakes found in it so far.
#[derive(Debug)]
pub struct Request {
    parts: Parts,
    body: Option<RequestBody>,
    path: PathParams,
    settings: Settings,
    arrival: Arrival,
    /// A pointer while nothing is wrong.
    mistakes: Option<Box<Mistakes>>,
}

/// What is wrong with a request so far.
#[derive(Debug, Default)]
struct Mistakes {
    faults: Vec<Fault>,
    /// The body as it was sent.
    sent: Option<serde_json::Value>,
}

/// The values of the path's parameters: spans of the path, or of the decoded path if it was percent-encoded.
#[derive(Clone, Debug, Default)]
pub(crate) struct PathParams {
    /// The operation's path template, which names the parameters.
    pub(crate) template: &'static str,
    /// What most requests do without, in one place so that it costs them nothing.
    pub(crate) seldom: Option<Box<Seldom>>,
    pub(crate) spans: [(u16, u16); MAX_PATH_PARAMS],
}

/// What is seldom known of a path.
#[derive(Clone, Debug, Default)]
pub(crate) struct Seldom {
    /// The path that the spans are of, if it is not the request's own.
    pub(crate) decoded: Option<Box<str>>,
    /// The prefix of the operation's routers, if that has parameters: they come after the operation's own.
    pub(crate) prefix: Option<Arc<str>>,
}

impl PathParams {
    pub(crate) fn seldom(&mut self) -> &mut Seldom {
        self.seldom.get_or_insert_default()
    }

    fn decoded(&self) -> Option<&str> {
        self.seldom.as_ref()?.decoded.as_deref()
    }
}

/// What the app, its routers and the operation say about how a request is read and answered.
#[derive(Clone, Copy, Debug)]
pub struct Settings {
    /// Status of a success that does not set its own.
    pub status: StatusCode,
    /// How problems are written.
    pub errors: ErrorFormat,
    /// Whether a validation error shows the value that was sent.
    pub echo_input: bool,
    /// Most bytes of a body.
    pub body_limit: usize,
    /// The application's own answer to invalid input.
    pub on_invalid: Option<fn(&Invalid<'_>) -> serde_json::Value>,
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            status: StatusCode::OK,
            errors: ErrorFormat::Problem,
            echo_input: false,
            body_limit: 2 * 1024 * 1024,
            on_invalid: None,
        }
    }
}

impl Request {
    #[inline]
    pub(crate) fn new(parts: Parts, body: RequestBody, path: PathParams, settings: Settings, arrival: Arrival) -> Self {
        Self { parts, body: Some(body), path, settings, arrival, mistakes: None }
    }

    /// Its id: the client's, or the one that is made for it.
    pub(crate) fn id(&mut self) -> String {
        self.arrival.id_or_new(&self.parts.headers)
    }

    /// The address of its client, if it is known.
    pub(crate) fn client(&self) -> Option<IpAddr> {
        self.arrival.client(&self.parts.headers)
    }

    /// Its method.
    pub fn method(&self) -> &Method {
        &self.parts.method
    }

    /// Its target.
    pub fn uri(&self) -> &Uri {
        &self.parts.uri
    }

    /// Its header fields.
    pub fn headers(&self) -> &HeaderMap {
        &self.parts.headers
    }

    /// Its head: method, target, version, header fields, extensions.
    pub fn parts(&self) -> &Parts {
        &self.parts
    }

    /// How it is to be read and answered.
    pub fn settings(&self) -> &Settings {
        &self.settings
    }

    /// The percent-decoded value of the path's parameter at this index of the template.
    ///
    /// # Panics
    /// If the template has fewer parameters.
    #[inline]
    pub fn path_param(&self, index: usize) -> &str {
        let (start, end) = self.path.spans[index];
        let path = self.path.decoded().unwrap_or_else(|| self.parts.uri.path());
        &path[usize::from(start)..usize::from(end)]
    }

    /// The names of the path's parameters, in the order of the template.
    pub(crate) fn path_names(&self) -> impl Iterator<Item = &'static str> {
        names(self.path.template)
    }

    /// The value of the path's parameter of this name, which may be in the prefix of a router.
    pub(crate) fn path_param_of(&self, name: &str) -> Option<&str> {
        let prefix = self.path.seldom.as_ref().and_then(|seldom| seldom.prefix.as_deref());
        let mut all = names(self.path.template).chain(names(prefix.unwrap_or_default()));
        let index = all.position(|known| known == name)?;
        Some(self.path_param(index))
    }

    /// The body; `None` if an argument has taken it.
    pub(crate) fn body(&self) -> Option<&RequestBody> {
        self.body.as_ref()
    }

    /// The body, to be read in place.
    pub(crate) fn body_mut(&mut self) -> Option<&mut RequestBody> {
        self.body.as_mut()
    }

    /// Takes the body; `None` if another argument has it already.
    pub fn take_body(&mut self) -> Option<RequestBody> {
        self.body.take()
    }

    /// Takes what becomes of the connection after a 101; `None` if it can become nothing else.
    #[cfg(feature = "ws")]
    pub(crate) fn take_upgrade(&mut self) -> Option<hyper::upgrade::OnUpgrade> {
        self.parts.extensions.remove()
    }

    /// Whether mistakes were recorded.
    #[doc(hidden)]
    #[inline]
    pub fn is_faulty(&self) -> bool {
        self.mistakes.as_ref().is_some_and(|mistakes| !mistakes.faults.is_empty())
    }

    /// Records a mistake in what the client sent.
    pub fn fault(&mut self, fault: Fault) {
        self.mistakes.get_or_insert_default().faults.push(fault);
    }

    /// Keeps the body as it was sent, for applications that write their own answer to invalid input.
    pub(crate) fn keep_sent(&mut self, body: serde_json::Value) {
        self.mistakes.get_or_insert_default().sent = Some(body);
    }

    /// The mistakes recorded so far, and the body as it was sent.
    pub(crate) fn take_invalid(&mut self) -> (Vec<Fault>, Option<serde_json::Value>) {
        let Mistakes { faults, sent } = self.mistakes.take().map(|mistakes| *mistakes).unwrap_or_default();
        (faults, sent)
    }
}

/// The names of the parameters of a template.
fn names(template: &str) -> impl Iterator<Item = &str> {
    let after = template.split('{').skip(1);
    after.filter_map(|part| part.split_once('}')).map(|(name, _)| name.trim_start_matches('*'))
}
