//! Limits of how much is answered: at a time, and of each client in a time.
//!
//! A limit is shared by the routes that it is put on, and asked before anything of a request is read.

mod concurrency;
#[cfg(feature = "rate-limit")]
mod rate;
#[cfg(feature = "redis")]
mod shared;

pub use concurrency::Concurrency;
#[cfg(feature = "rate-limit")]
pub use rate::RateLimit;

use self::concurrency::{AtOnce, Permit};
#[cfg(feature = "rate-limit")]
use self::rate::{Rate, Standing};
use crate::extract::Ctx;
use crate::problem::Problem;
use crate::respond::Response;

/// A limit as routes have it.
#[derive(Clone, Debug)]
pub(crate) enum Limit {
    AtOnce(AtOnce),
    #[cfg(feature = "rate-limit")]
    Rate(Rate),
}

impl From<Concurrency> for Limit {
    fn from(concurrency: Concurrency) -> Self {
        Self::AtOnce(AtOnce::new(concurrency))
    }
}

#[cfg(feature = "rate-limit")]
impl From<RateLimit> for Limit {
    fn from(rate: RateLimit) -> Self {
        Self::Rate(Rate::new(rate))
    }
}

impl Limit {
    /// The status of a request that it does not let in.
    pub(crate) const fn status(&self) -> u16 {
        match self {
            Self::AtOnce(_) => 503,
            #[cfg(feature = "rate-limit")]
            Self::Rate(_) => 429,
        }
    }
}

/// Lets a request in by all limits, or says why not.
#[cfg_attr(not(feature = "rate-limit"), expect(unused_variables, reason = "only rates ask who sends a request"))]
pub(crate) async fn enter<S: Send + Sync>(limits: &[Limit], ctx: &mut Ctx<S>) -> Result<Entered, Problem> {
    let mut entered = Entered(Vec::with_capacity(limits.len()));
    for limit in limits {
        match limit {
            Limit::AtOnce(limit) => entered.0.push(Kept::Turn(limit.enter().await?)),
            #[cfg(feature = "rate-limit")]
            Limit::Rate(limit) => {
                if let Some(key) = limit.key(&ctx.request) {
                    entered.0.push(Kept::Standing(limit.enter(&key).await?));
                }
            }
        }
    }
    Ok(entered)
}

/// What the limits keep of a request that they let in.
#[derive(Debug)]
pub(crate) struct Entered(Vec<Kept>);

#[derive(Debug)]
enum Kept {
    Turn(Permit),
    #[cfg(feature = "rate-limit")]
    Standing(Standing),
}

impl Entered {
    /// Keeps it until the reply is sent, and tells of it.
    pub(crate) fn until_sent(self, response: &mut Response) {
        for kept in self.0 {
            match kept {
                Kept::Turn(permit) => response.body_mut().keep(permit),
                #[cfg(feature = "rate-limit")]
                Kept::Standing(standing) => standing.tell(response),
            }
        }
    }
}
