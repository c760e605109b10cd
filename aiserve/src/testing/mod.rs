//! A client that calls an app in process, without sockets, and checks on its document.

mod call;
mod document;
mod reply;
#[cfg(feature = "ws")]
mod socket;

pub use call::Call;
pub use document::assert_openapi;
pub use reply::TestReply;
#[cfg(feature = "ws")]
pub use socket::TestSocket;

use std::fmt;
use std::pin::Pin;
use std::sync::Arc;

use http::Method;

use crate::Result;
use crate::app::{App, Started};
use crate::body::RequestBody;
use crate::depends::{DependencyFn, Describe, Replaced, Shared};
use crate::extract::Request;
use crate::respond::Response;

type Answer = dyn Fn(http::Request<RequestBody>) -> Pin<Box<dyn Future<Output = Response> + Send>> + Send + Sync;

/// Stops the app of a client.
type Stop = dyn Fn() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send + Sync;

/// A client of an app in the same process. The app's state is loaded as it is for serving.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
/// use aiserve::__private::serde_json::json;
///
/// #[payload]
/// struct Prompt {
///     #[garde(length(chars, min = 1))]
///     text: String,
/// }
///
/// #[endpoint(POST "/classify")]
/// async fn classify(prompt: Prompt) -> usize {
///     prompt.text.len()
/// }
///
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![classify])).await;
/// let reply = client.post("/classify").json(&json!({"text": ""})).send().await;
/// reply.assert_status(422).assert_error(["body", "text"], "string_too_short");
/// # });
/// ```
#[derive(Clone)]
pub struct TestClient {
    answer: Arc<Answer>,
    replaced: Replaced,
    stop: Arc<Stop>,
}

impl TestClient {
    /// Starts an app, and waits until its models are ready.
    ///
    /// # Panics
    /// If the app can't be built, or its state or a model can't be loaded, with everything that is wrong.
    pub async fn new<S: Send + Sync + 'static>(app: App<S>) -> Self {
        let started = match app.start().await {
            Ok(started) => started,
            Err(error) => panic!("{error}"),
        };
        match started.ready().await {
            Ok(()) => Self::of(started),
            Err(error) => panic!("{error}"),
        }
    }

    fn of<S: Send + Sync + 'static>(started: Started<S>) -> Self {
        let app = started.clone();
        let answer = move |request: http::Request<RequestBody>| -> Pin<Box<dyn Future<Output = Response> + Send>> {
            let (mut parts, body) = request.into_parts();
            let origin = parts.extensions.remove();
            let reply = started.serve(parts, body, origin, false);
            Box::pin(async move {
                match reply.await {
                    Ok(response) => response,
                    Err(never) => match never {},
                }
            })
        };
        let stop = move || -> Pin<Box<dyn Future<Output = ()> + Send>> {
            let app = app.clone();
            Box::pin(async move {
                app.rested().await;
                app.ended().await;
            })
        };
        Self { answer: Arc::new(answer), replaced: Replaced::default(), stop: Arc::new(stop) }
    }

    /// Stops the app as a server does: waits for the work after replies, then runs the hooks of the stop. Clients that are
    /// clones of this one see it too.
    pub async fn stop(self) {
        (self.stop)().await;
    }

    /// A request to a path, which may have a query.
    pub fn request(&self, method: Method, target: impl Into<String>) -> Call {
        Call::new(Arc::clone(&self.answer), self.replaced.clone(), method, target.into())
    }

    /// Replaces a dependency in the requests of this client: neither it nor what it depends on runs.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// #[dependency]
    /// async fn user(#[header] authorization: String) -> Result<String> {
    ///     Err(Problem::unauthorized(format!("nobody is known by `{authorization}`")))
    /// }
    ///
    /// #[endpoint(GET "/me")]
    /// async fn me(#[depends(user)] user: String) -> Text {
    ///     Text(user)
    /// }
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let client = TestClient::new(App::stateless().mount(routes![me])).await;
    /// let client = client.replace(user, |_| Ok("ada".to_owned()));
    /// assert_eq!(client.get("/me").send().await.text(), "ada");
    /// # });
    /// ```
    pub fn replace<A, F, V>(
        mut self,
        dependency: F,
        with: impl Fn(&Request) -> Result<V> + Send + Sync + 'static,
    ) -> Self
    where
        F: DependencyFn<A, Dependency: Describe<Value = V>>,
        V: Shared,
    {
        drop(dependency);
        self.replaced.replace::<F::Dependency, V>(with);
        self
    }

    /// A GET request.
    pub fn get(&self, target: impl Into<String>) -> Call {
        self.request(Method::GET, target)
    }

    /// A POST request.
    pub fn post(&self, target: impl Into<String>) -> Call {
        self.request(Method::POST, target)
    }

    /// A PUT request.
    pub fn put(&self, target: impl Into<String>) -> Call {
        self.request(Method::PUT, target)
    }

    /// A PATCH request.
    pub fn patch(&self, target: impl Into<String>) -> Call {
        self.request(Method::PATCH, target)
    }

    /// A DELETE request.
    pub fn delete(&self, target: impl Into<String>) -> Call {
        self.request(Method::DELETE, target)
    }

    /// A HEAD request.
    pub fn head(&self, target: impl Into<String>) -> Call {
        self.request(Method::HEAD, target)
    }
}

impl fmt::Debug for TestClient {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("TestClient")
    }
}
