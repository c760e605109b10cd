//! Work that an endpoint leaves for after the reply.

use super::later::{Later, later};
use crate::describe::{Arg, Describes};
use crate::extract::{Ctx, Extract, Refused};

/// Work that goes on after the reply: a mail, a log entry, a warm cache.
///
/// It runs in the order of adding, before the [`Cleanup`](super::Cleanup) of dependencies. A panic is written to standard
/// error and does not hinder the rest. The app's stop waits for it, within [`Config::drain`](crate::Config::drain).
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
/// use aiserve::depends::Background;
///
/// #[endpoint(POST "/orders", status = 202)]
/// async fn order(background: Background) -> NoContent {
///     background.run(async { println!("packing") });
///     NoContent
/// }
/// ```
#[derive(Clone, Debug)]
pub struct Background(Later);

impl Background {
    /// Runs a future after the reply.
    pub fn run(&self, work: impl Future<Output = ()> + Send + 'static) {
        self.0.add_background(Box::pin(work));
    }
}

impl Describes for Background {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync> Extract<S> for Background {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        Ok(Self(later(ctx)))
    }
}
