//! Which version of a model answers a request.

use std::any::Any;
use std::sync::Arc;
use std::sync::atomic::{AtomicU64, Ordering};

use super::version::Version;

/// The versions of a model that take requests.
pub(super) struct Routing {
    pub(super) current: Arc<Version>,
    pub(super) candidate: Option<Candidate>,
    /// How many versions there have been.
    pub(super) versions: u64,
    turns: Turns,
}

/// A version that may take the place of the current one.
pub(super) struct Candidate {
    pub(super) version: Arc<Version>,
    pub(super) role: Role,
}

/// What requests a candidate gets.
pub(super) enum Role {
    /// This share of all.
    Canary(f64),
    /// Copies of this share, whose answers nobody gets. What copies an input is of the model's type.
    Shadow(f64, Box<dyn Any + Send + Sync>),
}

impl Role {
    pub(super) fn name(&self) -> &'static str {
        match self {
            Self::Canary(_) => "canary",
            Self::Shadow(..) => "shadow",
        }
    }
}

/// Spreads a share evenly over requests: the fractional parts of the multiples of the golden ratio
/// (Weyl's equidistributed sequence).
#[derive(Default)]
struct Turns(AtomicU64);

impl Turns {
    /// The golden ratio's fractional part, of 2^64.
    const STEP: u64 = 0x9e37_79b9_7f4a_7c15;

    fn is_in(&self, share: f64) -> bool {
        let turn = self.0.fetch_add(Self::STEP, Ordering::Relaxed);
        #[allow(clippy::cast_precision_loss, reason = "the low bits do not matter")]
        let place = turn as f64 / 18_446_744_073_709_551_616.0;
        place < share
    }
}

impl Routing {
    pub(super) fn new(current: Arc<Version>) -> Self {
        Self { current, candidate: None, versions: 1, turns: Turns::default() }
    }

    /// The version that answers the next request.
    pub(super) fn choose(&self) -> &Arc<Version> {
        match &self.candidate {
            Some(Candidate { version, role: Role::Canary(share) }) if self.turns.is_in(*share) => version,
            _ => &self.current,
        }
    }

    /// The version that gets a copy of the next request, and what copies it.
    pub(super) fn shadow(&self) -> Option<(&Arc<Version>, &(dyn Any + Send + Sync))> {
        match &self.candidate {
            Some(Candidate { version, role: Role::Shadow(share, copy) }) if self.turns.is_in(*share) => {
                Some((version, &**copy))
            }
            _ => None,
        }
    }

    /// Ends all versions.
    pub(super) fn end(&mut self) {
        self.current.end();
        if let Some(candidate) = &self.candidate {
            candidate.version.end();
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_share_is_kept_evenly() {
        for (share, expected) in [(0.0, 0), (0.1, 100), (0.5, 500), (1.0, 1000)] {
            let turns = Turns::default();
            let chosen = (0..1000).filter(|_| turns.is_in(share)).count();
            assert!(chosen.abs_diff(expected) <= 2, "{share}: {chosen} of 1000");
        }
    }
}
