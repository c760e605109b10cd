//! What runs before an app answers its first request, and after its last.

use std::fmt;
use std::pin::Pin;

use crate::observe;
use crate::{Error, Problem};

/// An async function of the application's state: `async fn open(state: &S) -> aiserve::Result<()>`.
#[diagnostic::on_unimplemented(
    message = "this can't run at the start or stop of an app with the state `{S}`",
    note = "write `async fn hook(state: &{S}) -> aiserve::Result<()>`; what it awaits must be `Send`"
)]
pub trait Hook<'a, S: 'a>: FnOnce(&'a S) -> Self::Future {
    /// What it returns.
    type Future: Future<Output = crate::Result<()>> + Send + 'a;
}

impl<'a, S: 'a, F, Running> Hook<'a, S> for F
where
    F: FnOnce(&'a S) -> Running,
    Running: Future<Output = crate::Result<()>> + Send + 'a,
{
    type Future = Running;
}

type Running<'a> = Pin<Box<dyn Future<Output = crate::Result<()>> + Send + 'a>>;

/// A [`Hook`] of any type.
type Step<S> = Box<dyn for<'a> FnOnce(&'a S) -> Running<'a> + Send>;

/// The hooks of an app or router, in the order in which they were added.
pub(crate) struct Lifespan<S> {
    start: Vec<Step<S>>,
    stop: Vec<Step<S>>,
}

impl<S> Lifespan<S> {
    pub(crate) fn on_start<F>(&mut self, hook: F)
    where
        F: for<'a> Hook<'a, S> + Send + 'static,
    {
        self.start.push(Box::new(move |state| Box::pin(hook(state))));
    }

    pub(crate) fn on_stop<F>(&mut self, hook: F)
    where
        F: for<'a> Hook<'a, S> + Send + 'static,
    {
        self.stop.push(Box::new(move |state| Box::pin(hook(state))));
    }

    /// Adds the hooks of a router after one's own.
    pub(crate) fn extend(&mut self, inner: Self) {
        self.start.extend(inner.start);
        self.stop.extend(inner.stop);
    }

    /// Runs the hooks of the start, in their order; what is left are those of the stop.
    ///
    /// # Errors
    /// What a hook says. No further one runs then.
    pub(super) async fn begin(&mut self, state: &S) -> Result<(), Error> {
        for hook in std::mem::take(&mut self.start) {
            let failed = |problem: Problem| Error::new(format!("a hook of the start failed: {problem}"));
            hook(state).await.map_err(failed)?;
        }
        Ok(())
    }

    /// Runs the hooks of the stop, the last added first. What one says is logged, and the others run all the same.
    pub(super) async fn end(self, state: &S) {
        for hook in self.stop.into_iter().rev() {
            if let Err(problem) = hook(state).await {
                observe::error(format_args!("a hook of the stop failed: {problem}"));
            }
        }
    }
}

impl<S> Default for Lifespan<S> {
    fn default() -> Self {
        Self { start: Vec::new(), stop: Vec::new() }
    }
}

impl<S> fmt::Debug for Lifespan<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (start, stop) = (self.start.len(), self.stop.len());
        f.debug_struct("Lifespan").field("start", &start).field("stop", &stop).finish()
    }
}
