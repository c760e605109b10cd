//! Work that a dependency leaves for after the reply.

use std::fmt;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};

use super::Cache;
use crate::describe::{Arg, Describes};
use crate::extract::{Ctx, Extract, Refused};

type Work = Pin<Box<dyn Future<Output = ()> + Send>>;

/// Async work after the reply, as an argument of a dependency: what `Drop` is for work that does not wait.
///
/// It runs once the reply has been made (of a stream: sent), also if the endpoint failed, panicked, or the client left.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
/// use aiserve::depends::Cleanup;
///
/// #[dependency]
/// async fn session(cleanup: Cleanup) -> Result<u64> {
///     cleanup.run(async { println!("the session ends") });
///     Ok(1)
/// }
/// ```
#[derive(Clone)]
pub struct Cleanup(Cleanups);

/// The work of one request.
#[derive(Clone, Default)]
pub(super) struct Cleanups(Arc<Queue>);

#[derive(Default)]
struct Queue(Mutex<Vec<Work>>);

impl Cleanup {
    /// Runs a future after the reply. The last one given is the first to run.
    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.0.0.lock().unwrap_or_else(PoisonError::into_inner).push(Box::pin(work));
    }
}

impl Drop for Queue {
    fn drop(&mut self) {
        let work = std::mem::take(self.0.get_mut().unwrap_or_else(PoisonError::into_inner));
        // Without a runtime there is nobody left to run it: the process ends.
        if !work.is_empty()
            && let Ok(runtime) = tokio::runtime::Handle::try_current()
        {
            runtime.spawn(async move {
                for work in work.into_iter().rev() {
                    work.await;
                }
            });
        }
    }
}

impl Describes for Cleanup {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync> Extract<S> for Cleanup {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let cache: &mut Cache = &mut ctx.cache;
        Ok(Self(cache.cleanups().clone()))
    }
}

impl fmt::Debug for Cleanup {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cleanup")
    }
}

impl fmt::Debug for Cleanups {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Cleanups")
    }
}
