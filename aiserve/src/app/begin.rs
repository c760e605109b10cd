//! What an app does before its first request, and after its last: its state, its hooks, and those of the apps in it.

use std::pin::Pin;
use std::sync::Arc;

use super::App;
use crate::extract::Shared;
use crate::model::Models;
use crate::route::{Next, Planned};
use crate::stop::Stop;
use crate::tasks::Tasks;
use crate::{Config, Error};

/// What an app shares with those that are nested in it.
pub(super) struct Run<'a> {
    pub(super) config: &'a Config,
    pub(super) tasks: Tasks,
    pub(super) streams: Stop,
}

/// An app that can answer.
pub(super) struct Begun<S> {
    pub(super) shared: Arc<Shared<S>>,
    pub(super) models: Models,
    /// What answers the routes of nested apps, in the order of the plan.
    pub(super) nested: Vec<Next>,
    pub(super) end: End,
}

/// Runs the hooks of the stop.
pub(super) type End = Box<dyn FnOnce() -> Pin<Box<dyn Future<Output = ()> + Send>> + Send>;

impl<S: Send + Sync + 'static> App<S> {
    /// Loads the state and runs the hooks of the start, then those of nested apps.
    ///
    /// # Errors
    /// What the loading or a hook says.
    pub(super) async fn begin(self, routes: &[Planned<S>], run: &Run<'_>) -> Result<Begun<S>, Error> {
        let Self { load, branches, mut lifespan, nested, .. } = self;
        for branch in branches {
            lifespan.extend(branch.lifespan());
        }
        let state =
            load(run.config).await.map_err(|problem| Error::new(format!("the state can't be loaded: {problem}")))?;
        let mut models = models(routes, &state);
        let shared = Arc::new(Shared { state, tasks: run.tasks.clone(), streams: run.streams.clone() });
        lifespan.begin(&shared.state).await?;
        let (mut answers, mut ends) = (Vec::new(), Vec::new());
        for nest in nested {
            let inner = nest.app.begin(run).await?;
            answers.extend(inner.answers);
            models.extend(inner.models);
            ends.push(inner.end);
        }
        let kept = Arc::clone(&shared);
        let end = Box::new(|| -> Pin<Box<dyn Future<Output = ()> + Send>> {
            Box::pin(async move {
                for end in ends.into_iter().rev() {
                    end().await;
                }
                lifespan.end(&kept.state).await;
            })
        });
        Ok(Begun { shared, models, nested: answers, end })
    }
}

/// The models that the routes use.
fn models<S>(routes: &[Planned<S>], state: &S) -> Models {
    let mut found = Models::default();
    for own in routes.iter().filter_map(|route| route.own.as_ref()) {
        (own.models)(state, &mut found);
        for guard in &own.guards {
            (guard.models)(state, &mut found);
        }
    }
    found
}
