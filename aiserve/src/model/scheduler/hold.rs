//! Whether a free replica launches what waits, or holds for more because that pays.

use std::time::Duration;

use super::{Goal, Limits, Moment};

/// What the decision is made of.
#[derive(Clone, Copy, Debug)]
pub(super) struct Facts {
    /// Items that wait.
    pub(super) waiting: usize,
    /// When the first of them came.
    pub(super) oldest: Moment,
    /// The earliest deadline.
    pub(super) due: Moment,
    /// Replicas that are free, this one among them.
    pub(super) free: usize,
    /// Items a second.
    pub(super) rate: f64,
    /// Seconds of any batch, and those that each item adds.
    pub(super) fixed: f64,
    pub(super) each: f64,
}

/// Until when to hold; `None`: launch now.
///
/// Batches of `n` items keep `R` replicas busy for the share `λ (a / n + b) / R` of the time, so the smallest batch that
/// leaves the share `1 - ρ` free is `n* = ⌈λ a / (ρ R - λ b)⌉`. Fewer than these waiting, a launch now would make the queue
/// behind it grow; holding costs the wait for the rest, `(n* - n) / λ`, and must not cost more than launching at once
/// would: the time by which the next batch would be late.
pub(super) fn until(now: Moment, facts: &Facts, limits: &Limits) -> Option<Moment> {
    let load = match limits.goal {
        Goal::Latency => 0.80,
        Goal::Balanced => 0.95,
        Goal::Throughput => 0.98,
    };
    let Facts { waiting, oldest, due, free, rate, fixed, each } = *facts;
    let replicas = count(limits.replicas);
    // A single replica that launches what it has loses nothing: what comes meanwhile is its next batch. With others busy
    // the last free one is worth keeping for a batch that is worth its fixed cost.
    if limits.replicas < 2 || rate <= 0.0 || fixed <= 0.0 {
        return None;
    }
    let spare = load * replicas - rate * each;
    let wanted = if spare <= 0.0 { count(limits.max_batch) } else { (rate * fixed / spare).ceil() };
    let wanted = wanted.min(count(limits.max_batch));
    let missing = wanted - count(waiting);
    if missing <= 0.0 || free > 1 {
        return None;
    }
    let longest = limits.max_hold.map_or(fixed / replicas, |hold| hold.as_secs_f64());
    let hold = oldest + Duration::from_secs_f64(longest.min(missing / rate));
    let service = Duration::from_secs_f64(fixed + each * (count(waiting) + 1.0));
    let latest = Moment::after(due.since(Moment::after(service)));
    let until = hold.min(latest);
    (until > now).then_some(until)
}

#[allow(clippy::cast_precision_loss, reason = "counts of items and replicas")]
fn count(number: usize) -> f64 {
    number as f64
}
