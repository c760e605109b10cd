//! Work that a dependency leaves for after the reply.

use super::later::{Later, later};
use crate::describe::{Arg, Describes};
use crate::extract::{Ctx, Extract, Refused};

/// Async work after the reply, as an argument of a dependency: what `Drop` is for work that does not wait.
///
/// It runs once the reply has been made (of a stream: sent), also if the endpoint failed, panicked, or the client left. The app's stop waits
/// for it, within [`Config::drain`](crate::Config::drain).
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
#[derive(Clone, Debug)]
pub struct Cleanup(Later);

impl Cleanup {
    /// Runs a future after the reply. The last one given is the first to run.
    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.add_cleanup(Box::pin(work));
    }
}

impl Describes for Cleanup {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync> Extract<S> for Cleanup {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        Ok(Self(later(ctx)))
    }
}
