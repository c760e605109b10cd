//! New versions of a model that runs: swapped in, tried on a share of the requests, or watched beside them.

use std::sync::{Arc, PoisonError};

use super::builder::Rebuild;
use super::handle::Use;
use super::predict::Predict;
use super::predicting::Copies;
use super::replica::Replica;
use super::routing::{Candidate, Role};
use super::version::Version;
use crate::{Error, Problem, Result};

impl<M: 'static> Use<M> {
    /// Replaces the model without losing a request: the new one is loaded and warmed up beside the old one, then takes the
    /// requests that come, while the old one answers those that wait. Until then both need memory.
    ///
    /// # Errors
    /// Why the new one can't be used; the old one stays.
    ///
    /// # Examples
    /// ```
    /// # use aiserve::model::{Batch, Model, Predict};
    /// struct Adds(u32);
    ///
    /// impl Predict for Adds {
    ///     type Input = u32;
    ///     type Output = u32;
    ///
    ///     fn predict(&mut self, batch: Batch<u32>) -> Vec<aiserve::Result<u32>> {
    ///         batch.into_iter().map(|number| Ok(number + self.0)).collect()
    ///     }
    /// }
    ///
    /// # #[tokio::main(flavor = "current_thread")]
    /// # async fn main() -> Result<(), Box<dyn std::error::Error>> {
    /// let model = Model::builder(|_| Ok::<_, aiserve::Problem>(Adds(1))).start()?;
    /// model.ready().await?;
    /// assert_eq!(model.predict(1).await?, 2);
    /// model.swap(|_| Ok::<_, aiserve::Problem>(Adds(10))).await?;
    /// assert_eq!(model.predict(1).await?, 11);
    /// # Ok(())
    /// # }
    /// ```
    pub async fn swap<F, E>(&self, make: F) -> Result<(), Error>
    where
        F: Fn(&Replica) -> Result<M, E> + Send + Sync + 'static,
        E: Into<Problem>,
    {
        let version = self.started(make).await?;
        let old = {
            let mut routing = self.shared.routing.write().unwrap_or_else(PoisonError::into_inner);
            std::mem::replace(&mut routing.current, version)
        };
        old.end();
        Ok(())
    }

    /// Lets a new version of the model answer a share of the requests, from 0 to 1. [`promote`](Self::promote) gives it
    /// all, [`withdraw`](Self::withdraw) ends it.
    ///
    /// # Errors
    /// Why it can't be used, or that there is a candidate already.
    pub async fn canary<F, E>(&self, share: f64, make: F) -> Result<(), Error>
    where
        F: Fn(&Replica) -> Result<M, E> + Send + Sync + 'static,
        E: Into<Problem>,
    {
        let version = self.started(make).await?;
        self.stand(version, Role::Canary(share))
    }

    /// The candidate takes the place of the current version, as by [`swap`](Self::swap).
    ///
    /// # Errors
    /// That there is no candidate.
    pub fn promote(&self) -> Result<(), Error> {
        let old = {
            let mut routing = self.shared.routing.write().unwrap_or_else(PoisonError::into_inner);
            let candidate = routing.candidate.take().ok_or_else(|| self.no_candidate())?;
            std::mem::replace(&mut routing.current, candidate.version)
        };
        old.end();
        Ok(())
    }

    /// Ends the candidate; what waits for it is still answered.
    ///
    /// # Errors
    /// That there is no candidate.
    pub fn withdraw(&self) -> Result<(), Error> {
        let candidate = self.shared.routing.write().unwrap_or_else(PoisonError::into_inner).candidate.take();
        let candidate = candidate.ok_or_else(|| self.no_candidate())?;
        candidate.version.end();
        Ok(())
    }

    /// Starts a version and waits until it is ready.
    async fn started<F, E>(&self, make: F) -> Result<Arc<Version>, Error>
    where
        F: Fn(&Replica) -> Result<M, E> + Send + Sync + 'static,
        E: Into<Problem>,
    {
        let rebuild = self.shared.rebuild.downcast_ref::<Rebuild<M>>().expect("a handle is of its model's type");
        let factory = rebuild(Arc::new(move |replica| make(replica).map_err(Into::into)));
        let label = {
            let mut routing = self.shared.routing.write().unwrap_or_else(PoisonError::into_inner);
            routing.versions += 1;
            routing.versions.to_string()
        };
        let version = self.shared.plan.start(&self.shared.name, label, &factory)?;
        match version.ready().await {
            Ok(()) => Ok(version),
            Err(reason) => {
                version.end();
                let Version { label, .. } = &*version;
                Err(Error::new(format!("version {label} of the model `{}` can't be used: {reason}", self.shared.name)))
            }
        }
    }

    fn stand(&self, version: Arc<Version>, role: Role) -> Result<(), Error> {
        let mut routing = self.shared.routing.write().unwrap_or_else(PoisonError::into_inner);
        if routing.candidate.is_some() {
            version.end();
            let text = format!("the model `{}` has a candidate: promote or withdraw it first", self.shared.name);
            return Err(Error::new(text));
        }
        routing.candidate = Some(Candidate { version, role });
        Ok(())
    }

    fn no_candidate(&self) -> Error {
        Error::new(format!("the model `{}` has no candidate", self.shared.name))
    }
}

impl<M: Predict> Use<M> {
    /// Lets a new version of the model answer copies of a share of the requests, from 0 to 1. Nobody gets its answers: the
    /// metrics show its speed, the log its errors. [`promote`](Self::promote) and [`withdraw`](Self::withdraw) end that.
    ///
    /// # Errors
    /// Why it can't be used, or that there is a candidate already.
    pub async fn shadow<F, E>(&self, share: f64, make: F) -> Result<(), Error>
    where
        F: Fn(&Replica) -> Result<M, E> + Send + Sync + 'static,
        E: Into<Problem>,
        M::Input: Clone,
    {
        let version = self.started(make).await?;
        let copy: Copies<M> = Clone::clone;
        self.stand(version, Role::Shadow(share, Box::new(copy)))
    }
}
