//! Apps in another app.

use std::pin::Pin;

use super::App;
use super::begin::{Begun, End, Run};
use super::handler::service;
use crate::Error;
use crate::model::Models;
use crate::openapi::Listed;
use crate::route::{Nested, Next, Plan, Planned, Whole, plan};

/// An app in another one.
pub(super) struct Nest {
    prefix: String,
    pub(super) app: Box<dyn Inner>,
}

/// An app with a state of any type.
pub(super) trait Inner: Send {
    /// Its routes, as if it were alone.
    fn nested(&self, prefix: &str) -> Nested;

    /// Its webhooks.
    fn webhooks(&self) -> Vec<Listed<'static>>;

    /// Loads its state and runs its hooks.
    fn begin<'a>(self: Box<Self>, run: &'a Run<'a>) -> Beginning<'a>;
}

type Beginning<'a> = Pin<Box<dyn Future<Output = Result<Running, Error>> + Send + 'a>>;

/// A nested app that can answer.
pub(super) struct Running {
    /// What answers its routes, in the order of its plan.
    pub(super) answers: Vec<Next>,
    pub(super) models: Models,
    pub(super) end: End,
}

impl<S> App<S> {
    /// Merges another app, which has a state of its own: its routes are answered below the prefix (`/v2`, or empty) and
    /// listed in this app's document, beside its webhooks and tags.
    ///
    /// They keep what their app says of them: how problems are written, limits, dependencies and layers, which wrap each
    /// of its routes. Its state is loaded after this app's, and its hooks run inside of this app's. Its folders are below
    /// the prefix too. What it says of a document is left to this app: title, version, pages. This app's layers wrap
    /// everything, its dependencies only its own routes.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// #[derive(AppState)]
    /// struct Dictionary {
    ///     words: Vec<&'static str>,
    /// }
    ///
    /// /// How many words are known.
    /// #[endpoint(GET "/words")]
    /// async fn count(State(words): State<Vec<&'static str>>) -> usize {
    ///     words.len()
    /// }
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let dictionary = App::with_state(Dictionary { words: vec!["apple", "pear"] }).mount(routes![count]);
    /// let client = TestClient::new(App::stateless().nest("/dictionary", dictionary)).await;
    /// assert_eq!(client.get("/dictionary/words").send().await.text(), "2");
    /// # });
    /// ```
    pub fn nest<T: Send + Sync + 'static>(mut self, prefix: impl Into<String>, mut app: App<T>) -> Self {
        let prefix = prefix.into();
        let folders = std::mem::take(&mut app.fallbacks);
        self.fallbacks.extend(folders.into_iter().map(|(path, opening)| (format!("{prefix}{path}"), opening)));
        for tag in std::mem::take(&mut app.info.tags) {
            if !self.info.tags.iter().any(|known| known.name == tag.name) {
                self.info.tags.push(tag);
            }
        }
        self.nested.push(Nest { prefix, app: Box::new(app) });
        self
    }

    /// All routes, those of nested apps too.
    pub(super) fn planned(&self) -> Plan<S> {
        let nested = self.nested.iter().map(|nest| nest.app.nested(&nest.prefix));
        let whole =
            Whole { settings: self.settings, timeout: self.timeout, limits: &self.limits, guards: &self.guards };
        plan(&self.branches, &whole, nested)
    }
}

impl<S: Send + Sync + 'static> Inner for App<S> {
    fn nested(&self, prefix: &str) -> Nested {
        let Plan { routes, problems, .. } = self.planned();
        let routes = routes.into_iter().map(|route| route.placed).collect();
        Nested { prefix: prefix.to_owned(), routes, problems }
    }

    fn webhooks(&self) -> Vec<Listed<'static>> {
        self.listed_webhooks()
    }

    fn begin<'a>(mut self: Box<Self>, run: &'a Run<'a>) -> Beginning<'a> {
        Box::pin(async move {
            let layers = std::mem::take(&mut self.layers);
            let routes = self.planned().routes;
            let Begun { shared, models, nested, end } = App::begin(*self, &routes, run).await?;
            let mut nested = nested.into_iter();
            let answers = routes.into_iter().filter_map(|Planned { placed, own }| {
                let inner = match own {
                    Some(own) => service(own, &shared, placed.settings),
                    None => nested.next()?,
                };
                Some(layers.iter().fold(inner, |next, layer| layer(next, placed.settings)))
            });
            Ok(Running { answers: answers.collect(), models, end })
        })
    }
}
