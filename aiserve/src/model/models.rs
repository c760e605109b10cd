//! The models that an app's endpoints use.

use std::sync::{Arc, PoisonError};

use super::handle::{Shared, Use};
use super::version::Readiness;
use crate::Error;

/// The models that the endpoints of an app use, found when it starts.
#[derive(Clone, Default)]
pub struct Models {
    list: Vec<Arc<Shared>>,
}

impl Models {
    /// Adds the model of a handle, once.
    pub fn add<M>(&mut self, handle: &Use<M>) {
        self.add_shared(Arc::clone(&handle.shared));
    }

    fn add_shared(&mut self, model: Arc<Shared>) {
        if !self.list.iter().any(|known| Arc::ptr_eq(known, &model)) {
            self.list.push(model);
        }
    }

    /// Adds those of a nested app, each once.
    pub(crate) fn extend(&mut self, others: Self) {
        others.list.into_iter().for_each(|model| self.add_shared(model));
    }

    pub(super) fn all(&self) -> &[Arc<Shared>] {
        &self.list
    }

    /// Waits until all are ready.
    ///
    /// # Errors
    /// Which one can't be, and why.
    pub(crate) async fn ready(&self) -> Result<(), Error> {
        for model in &self.list {
            model.ready().await?;
        }
        Ok(())
    }

    /// Those that are not ready, each with its name and what it does instead.
    pub(crate) fn unready(&self) -> Vec<(&str, String)> {
        let unready = self.list.iter().filter_map(|model| match model.current().readiness() {
            Readiness::Ready => None,
            Readiness::Starting(what) => Some((model.name.as_str(), what.to_owned())),
            Readiness::Failed(reason) => Some((model.name.as_str(), reason)),
        });
        unready.collect()
    }
}

impl Shared {
    pub(super) fn current(&self) -> Arc<super::version::Version> {
        Arc::clone(&self.routing.read().unwrap_or_else(PoisonError::into_inner).current)
    }

    async fn ready(&self) -> Result<(), Error> {
        let failed = |reason| Error::new(format!("the model `{}` can't be used: {reason}", self.name));
        self.current().ready().await.map_err(failed)
    }
}

impl<M> Use<M> {
    /// Waits until all replicas are loaded and warm.
    ///
    /// # Errors
    /// Why one of them can't be.
    pub async fn ready(&self) -> Result<(), Error> {
        self.shared.ready().await
    }
}

impl std::fmt::Debug for Models {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_list().entries(self.list.iter().map(|model| &model.name)).finish()
    }
}
