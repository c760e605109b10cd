//! The application: what is mounted, how it is described, what it needs to start.

mod begin;
mod build;
mod described;
mod fallback;
mod file;
#[cfg(feature = "files")]
mod folder;
mod handler;
mod health;
mod lifespan;
mod load;
#[cfg(feature = "metrics")]
mod metrics;
mod models;
mod nest;
mod pages;
mod reply;
mod served;
mod start;
mod started;
mod way;
#[cfg(any(feature = "cors", feature = "compression"))]
mod web;

pub use lifespan::Hook;
pub(crate) use lifespan::Lifespan;
pub use load::Load;
pub use reply::Reply;
pub use started::Started;

use std::fmt;
use std::time::Duration;

use bytes::Bytes;

use self::fallback::Opening;
use self::load::Loader;
use self::nest::Nest;
use crate::body::{BodyError, RequestBody};
use crate::depends::{Dependency, DependencyFn, Guard};
use crate::extract::Settings;
use crate::limit::{Concurrency, Limit};
use crate::openapi::{Info, OpenApiVersion, OperationName};
use crate::problem::{ErrorFormat, Invalid};
use crate::route::{Branch, Layer, Mount, Next, shared};

/// An application: its routes, its description, and how its state is loaded.
///
/// Nothing is checked while it is put together. When it is built, everything that is wrong is reported at once.
pub struct App<S> {
    load: Loader<S>,
    info: Info,
    version: OpenApiVersion,
    ids: Option<fn(&OperationName<'_>) -> String>,
    webhooks: Vec<Branch<S>>,
    settings: Settings,
    timeout: Option<Duration>,
    redirect_slashes: bool,
    docs_path: Option<String>,
    openapi_path: Option<String>,
    branches: Vec<Branch<S>>,
    nested: Vec<Nest>,
    layers: Vec<Layer>,
    limits: Vec<Limit>,
    /// What answers where no route does, each with the path that it is below.
    fallbacks: Vec<(String, Opening)>,
    guards: Vec<Guard<S>>,
    /// What is known to be wrong already.
    mistakes: Vec<String>,
    lifespan: Lifespan<S>,
}

impl<S: Send + Sync + 'static> App<S> {
    /// An app whose state is loaded when it starts, by an async function of the configuration. The function does not run
    /// for `openapi` or `routes`.
    pub fn new<F>(load: F) -> Self
    where
        F: for<'a> Load<'a, S> + Send + 'static,
    {
        Self::with(load::by(load))
    }

    /// An app whose state is there already.
    pub fn with_state(state: S) -> Self {
        Self::with(load::ready(state))
    }

    fn with(load: Loader<S>) -> Self {
        Self {
            load,
            info: Info { title: "API".to_owned(), version: "0.1.0".to_owned(), ..Info::default() },
            version: OpenApiVersion::default(),
            ids: None,
            webhooks: Vec::new(),
            settings: Settings::default(),
            timeout: None,
            redirect_slashes: false,
            docs_path: Some("/docs".to_owned()),
            openapi_path: Some("/openapi.json".to_owned()),
            branches: Vec::new(),
            nested: Vec::new(),
            layers: Vec::new(),
            limits: Vec::new(),
            fallbacks: Vec::new(),
            guards: Vec::new(),
            mistakes: Vec::new(),
            lifespan: Lifespan::default(),
        }
    }

    /// Adds endpoints, or a router.
    pub fn mount(mut self, routes: impl Mount<S>) -> Self {
        self.branches.push(routes.grow());
        self
    }

    /// Runs an async function of the state before the first request is answered, after those that were added before. If it
    /// fails, the app does not start.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// struct Services;
    ///
    /// async fn greet(_: &Services) -> Result<()> {
    ///     println!("hello");
    ///     Ok(())
    /// }
    ///
    /// let app = App::with_state(Services).on_start(greet);
    /// # let _ = app;
    /// ```
    pub fn on_start<F>(mut self, hook: F) -> Self
    where
        S: 'static,
        F: for<'a> Hook<'a, S> + Send + 'static,
    {
        self.lifespan.on_start(hook);
        self
    }

    /// Runs an async function of the state after the last request, before those that were added before. It runs once the
    /// work after replies has ended, for at most a quarter of [`Config::drain`](crate::Config::drain); that it fails is
    /// logged.
    pub fn on_stop<F>(mut self, hook: F) -> Self
    where
        S: 'static,
        F: for<'a> Hook<'a, S> + Send + 'static,
    {
        self.lifespan.on_stop(hook);
        self
    }

    /// Runs a dependency before each endpoint for its effect. It is documented with each operation.
    #[expect(clippy::needless_pass_by_value, reason = "functions are named, not borrowed: `.depends(caller)`")]
    pub fn depends<A, F>(mut self, dependency: F) -> Self
    where
        F: DependencyFn<A, Dependency: Dependency<S>>,
    {
        self.guards.push(Guard::of(&dependency));
        self
    }

    /// Wraps everything, 404s too, in a tower layer; the layer added last is the outermost.
    ///
    /// An error of the layer's service is answered by a 500.
    pub fn layer<L, B>(mut self, layer: L) -> Self
    where
        L: tower::Layer<Next> + Send + Sync + 'static,
        L::Service: tower::Service<
                http::Request<RequestBody>,
                Response = http::Response<B>,
                Error: Into<BodyError>,
                Future: Send,
            > + Clone
            + Send
            + Sync
            + 'static,
        B: http_body::Body<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
    {
        self.layers.push(shared(layer));
        self
    }
}

impl App<()> {
    /// An app without state.
    pub fn stateless() -> Self {
        Self::with_state(())
    }
}

/// How requests are read and problems are answered.
impl<S> App<S> {
    /// How problems are written, on the wire and in the document.
    pub fn errors(mut self, format: ErrorFormat) -> Self {
        self.settings.errors = format;
        self
    }

    /// Whether a validation error shows the value that was sent.
    pub fn echo_input(mut self, echo: bool) -> Self {
        self.settings.echo_input = echo;
        self
    }

    /// The application's own answer to invalid input.
    pub fn on_invalid(mut self, answer: fn(&Invalid<'_>) -> serde_json::Value) -> Self {
        self.settings.on_invalid = Some(answer);
        self
    }

    /// Most bytes of a request's body; 2 MiB unless said.
    pub fn body_limit(mut self, bytes: usize) -> Self {
        self.settings.body_limit = bytes;
        self
    }

    /// How many requests to its endpoints are answered at a time, all of them together: `64`, or a [`Concurrency`]. Others
    /// wait, or are refused by 503. Probes, metrics and the documents are always answered.
    pub fn concurrency(mut self, most: impl Into<Concurrency>) -> Self {
        self.limits.push(most.into().into());
        self
    }

    /// How many requests to its endpoints each client may send in a time.
    #[cfg(feature = "rate-limit")]
    pub fn rate_limit(mut self, limit: crate::limit::RateLimit) -> Self {
        self.limits.push(limit.into());
        self
    }

    /// How long a request may take until its reply begins, unless its router or endpoint (`timeout = 5`) says otherwise; zero
    /// for as long as it wants. [`Config::request_timeout`](crate::Config::request_timeout), a minute, if the app says nothing.
    ///
    /// The endpoint is cancelled then, and the client told 504, or 408 if it is its body that was waited for. A stream or
    /// a socket that has begun goes on. As a [`tower::Service`] an app leaves the limit to the server around it.
    ///
    /// # Examples
    /// ```
    /// use std::time::Duration;
    ///
    /// use aiserve::prelude::*;
    ///
    /// #[endpoint(GET "/slow")]
    /// async fn slow() -> Text {
    ///     tokio::time::sleep(Duration::from_secs(10)).await;
    ///     Text("done".to_owned())
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let app = App::stateless().mount(routes![slow]).timeout(Duration::from_millis(20));
    /// TestClient::new(app).await.get("/slow").send().await.assert_status(504);
    /// # });
    /// ```
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Whether a path that lacks a slash at its end, or has one too many, is redirected to the route.
    pub fn redirect_slashes(mut self, redirect: bool) -> Self {
        self.redirect_slashes = redirect;
        self
    }
}

impl<S> fmt::Debug for App<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("App").field("info", &self.info).finish_non_exhaustive()
    }
}
