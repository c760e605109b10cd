//! How an app gets its state.

use std::pin::Pin;

use crate::Config;

/// An async function that makes the application's state: `async fn load(config: &Config) -> aiserve::Result<S>`.
#[diagnostic::on_unimplemented(
    message = "this can't load the application state `{S}`",
    note = "write `async fn load(config: &Config) -> aiserve::Result<{S}>`; what it awaits must be `Send`"
)]
pub trait Load<'a, S>: FnOnce(&'a Config) -> Self::Future {
    /// What it returns.
    type Future: Future<Output = crate::Result<S>> + Send + 'a;
}

impl<'a, S, F, Loading> Load<'a, S> for F
where
    F: FnOnce(&'a Config) -> Loading,
    Loading: Future<Output = crate::Result<S>> + Send + 'a,
{
    type Future = Loading;
}

type Loading<'a, S> = Pin<Box<dyn Future<Output = crate::Result<S>> + Send + 'a>>;

/// A [`Load`] of any type.
pub(super) type Loader<S> = Box<dyn for<'a> FnOnce(&'a Config) -> Loading<'a, S> + Send>;

pub(super) fn by<S, F>(load: F) -> Loader<S>
where
    F: for<'a> Load<'a, S> + Send + 'static,
{
    Box::new(move |config| Box::pin(load(config)))
}

pub(super) fn ready<S: Send + 'static>(state: S) -> Loader<S> {
    Box::new(move |_| Box::pin(std::future::ready(Ok(state))))
}
