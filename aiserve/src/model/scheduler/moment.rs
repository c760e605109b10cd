//! The scheduler's clock.

use std::ops::Add;
use std::time::Duration;

/// A point on a clock that only grows; who drives the scheduler chooses its zero.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Moment(Duration);

impl Moment {
    /// The moment so long after the clock's zero.
    #[must_use]
    pub const fn after(zero: Duration) -> Self {
        Self(zero)
    }

    /// The time from an earlier moment to this one; nothing if that is later.
    #[must_use]
    pub const fn since(self, earlier: Self) -> Duration {
        self.0.saturating_sub(earlier.0)
    }
}

impl Add<Duration> for Moment {
    type Output = Self;

    fn add(self, duration: Duration) -> Self {
        Self(self.0.saturating_add(duration))
    }
}
