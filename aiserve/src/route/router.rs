//! A group of routes with what they have in common: prefix, tags, error format, layers.

use bytes::Bytes;
use std::fmt;
use std::time::Duration;

use super::layer::{self, Layer, Next};
use super::mount::{Branch, Mount};
use crate::app::{Hook, Lifespan};
use crate::body::{BodyError, RequestBody};
use crate::depends::{Dependency, DependencyFn, Guard};
use crate::limit::{Concurrency, Limit};
use crate::problem::ErrorFormat;

/// A group of routes under one path prefix. Routers nest.
///
/// A router whose prefix is wrong is reported when the app is built, with everything else that is wrong.
pub struct Router<S> {
    pub(super) prefix: String,
    pub(super) tags: Vec<String>,
    /// The document its routes are in, if not the main one.
    pub(super) document: Option<String>,
    pub(super) errors: Option<ErrorFormat>,
    pub(super) timeout: Option<Duration>,
    pub(super) layers: Vec<Layer>,
    pub(super) limits: Vec<Limit>,
    pub(super) guards: Vec<Guard<S>>,
    pub(super) branches: Vec<Branch<S>>,
    pub(super) lifespan: Lifespan<S>,
}

impl<S> Router<S> {
    /// A router whose routes all begin with this path: `/v1`, or empty. Endpoints take its parameters by
    /// `#[path(prefix)]`, dependencies by `#[path]`.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// #[endpoint(GET "/items/{item}")]
    /// async fn item(#[path(prefix)] shop: u32, item: String) -> String {
    ///     format!("{item} of shop {shop}")
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let shops = Router::new("/shops/{shop}").mount(routes![item]);
    /// let client = TestClient::new(App::stateless().mount(shops)).await;
    /// client.get("/shops/7/items/pear").send().await.assert_json("pear of shop 7");
    /// # });
    /// ```
    pub fn new(prefix: impl Into<String>) -> Self {
        Self {
            prefix: prefix.into(),
            tags: Vec::new(),
            document: None,
            errors: None,
            timeout: None,
            layers: Vec::new(),
            limits: Vec::new(),
            guards: Vec::new(),
            branches: Vec::new(),
            lifespan: Lifespan::default(),
        }
    }

    /// Groups the routes under this tag in the document, besides their own tags.
    pub fn tag(mut self, name: impl Into<String>) -> Self {
        self.tags.push(name.into());
        self
    }

    /// How the routes' problems are written, on the wire and in the document.
    pub fn errors(mut self, format: ErrorFormat) -> Self {
        self.errors = Some(format);
        self
    }

    /// How long the routes may take until their replies begin, unless one says it itself (`timeout = 5`); zero for as long as
    /// they want. The app says it otherwise, as [`App::timeout`](crate::App::timeout) tells.
    pub fn timeout(mut self, limit: Duration) -> Self {
        self.timeout = Some(limit);
        self
    }

    /// Runs an async function of the state before the first request is answered, after those that were added before. If it
    /// fails, the app that the router is mounted on does not start.
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
    /// let app = Router::new("/v1").on_start(greet);
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

    /// Runs a dependency before each of the routes, those mounted later too, for its effect: its inputs, errors and
    /// security are those of each operation. The dependencies of outer routers run first.
    #[expect(clippy::needless_pass_by_value, reason = "functions are named, not borrowed: `.depends(caller)`")]
    pub fn depends<A, F>(mut self, dependency: F) -> Self
    where
        S: Send + Sync + 'static,
        F: DependencyFn<A, Dependency: Dependency<S>>,
    {
        self.guards.push(Guard::of(&dependency));
        self
    }

    /// How many requests to the routes, those mounted later too, are answered at a time, all of them together: `8`, or a
    /// [`Concurrency`]. Others wait, or are refused by 503.
    ///
    /// # Examples
    /// ```
    /// use aiserve::limit::Concurrency;
    /// use aiserve::prelude::*;
    ///
    /// /// Draw a picture.
    /// #[endpoint(POST "/draw")]
    /// async fn draw() -> NoContent {
    ///     NoContent
    /// }
    ///
    /// let pictures = Router::new("/pictures").concurrency(Concurrency::new(4).waiting(20)).mount(routes![draw]);
    /// # let _ = App::stateless().mount(pictures);
    /// ```
    pub fn concurrency(mut self, most: impl Into<Concurrency>) -> Self {
        self.limits.push(most.into().into());
        self
    }

    /// How many requests to the routes, those mounted later too, each client may send in a time.
    #[cfg(feature = "rate-limit")]
    pub fn rate_limit(mut self, limit: crate::limit::RateLimit) -> Self {
        self.limits.push(limit.into());
        self
    }

    /// Lists the routes, those mounted later too, in a document of their own instead of the app's main one: beside
    /// `/openapi.json` there is `/openapi/internal.json`, beside `/docs` there is `/docs/internal`.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// /// Empty the cache.
    /// #[endpoint(POST "/cache/clear")]
    /// async fn clear() -> NoContent {
    ///     NoContent
    /// }
    ///
    /// let app = App::stateless().mount(Router::new("/admin").document("internal").mount(routes![clear]));
    /// assert!(!app.openapi().unwrap().contains("clear"));
    /// assert!(app.openapi_of("internal").unwrap().contains("clear"));
    /// ```
    pub fn document(mut self, name: impl Into<String>) -> Self {
        self.document = Some(name.into());
        self
    }

    /// Adds endpoints, or another router under this one's prefix.
    pub fn mount(mut self, routes: impl Mount<S>) -> Self {
        self.branches.push(routes.grow());
        self
    }

    /// Wraps each route, those mounted later too, in a tower layer; the layer added last is the outermost.
    ///
    /// It is applied to each route by itself, once the route has been matched. An error of the layer's service is
    /// answered by a 500.
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
        self.layers.push(layer::shared(layer));
        self
    }
}

impl<S> fmt::Debug for Router<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Router").field("prefix", &self.prefix).field("tags", &self.tags).finish_non_exhaustive()
    }
}
