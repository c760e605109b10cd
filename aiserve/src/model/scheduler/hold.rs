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
    /// Items a second.
    pub(super) rate: f64,
    /// Seconds of any batch, and those that each item adds.
    pub(super) fixed: f64,
    pub(super) each: f64,
}

/// Longest hold where arrivals fill a batch soon, and where they do not, in fixed times of a batch.
const LONG: f64 = 1.25;
const SHORT: f64 = 0.25;
/// Soon, in the same measure.
const SOON: f64 = 1.5;

/// Until when to hold; `None`: launch now.
///
/// Batches of `n` items keep `R` replicas busy for the share `λ (a / n + b) / R` of the time, so the smallest batch that
/// keeps them busy no more than the share `ρ` is `n* = ⌈λ a / (ρ R - λ b)⌉`. With fewer, the replicas would spend the time
/// that they save for those few on more batches, and all would be busy when many come at once. A hold counts from the
/// arrival of who waits longest, and ends before anybody would be late. The constants are those of the simulation
/// (`simulate` in the benches) that gave the least waits from 5 to 90 % of the capacity.
pub(super) fn until(now: Moment, facts: &Facts, limits: &Limits) -> Option<Moment> {
    let busy = match limits.goal {
        Goal::Latency => 0.95,
        Goal::Balanced => 0.90,
        Goal::Throughput => 0.80,
    };
    let Facts { waiting, oldest, due, rate, fixed, each } = *facts;
    // A single replica that launches what it has loses nothing: what comes meanwhile is its next batch.
    if limits.replicas < 2 || rate <= 0.0 || fixed <= 0.0 {
        return None;
    }
    let (most, spare) = (count(limits.max_batch), busy * count(limits.replicas) - rate * each);
    let wanted = if spare > 0.0 { (rate * fixed / spare).ceil().min(most) } else { most };
    if count(waiting) >= wanted {
        return None;
    }
    let patience = if wanted / rate <= SOON * fixed { LONG } else { SHORT };
    let longest = limits.max_hold.map_or(patience * fixed, |hold| hold.as_secs_f64());
    let service = Duration::from_secs_f64(fixed + each * (count(waiting) + 1.0));
    let latest = Moment::after(due.since(Moment::after(service)));
    let until = (oldest + Duration::from_secs_f64(longest)).min(latest);
    (until > now).then_some(until)
}

#[allow(clippy::cast_precision_loss, reason = "counts of items and replicas")]
fn count(number: usize) -> f64 {
    number as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(millis: u64) -> Moment {
        Moment::after(Duration::from_millis(millis))
    }

    /// Four replicas at 60 % of their capacity: batches of ten are worth it.
    const FACTS: Facts = Facts {
        waiting: 2,
        oldest: Moment::after(Duration::from_millis(100)),
        due: Moment::after(Duration::MAX),
        rate: 1920.0,
        fixed: 0.008,
        each: 0.001,
    };

    fn limits(replicas: usize) -> Limits {
        Limits { replicas, ..Limits::default() }
    }

    #[test]
    fn holds_for_a_batch_that_is_worth_its_fixed_time() {
        assert_eq!(until(millis(101), &FACTS, &limits(4)), Some(millis(110)));
        assert_eq!(until(millis(110), &FACTS, &limits(4)), None, "long enough");
        assert_eq!(until(millis(101), &Facts { waiting: 10, ..FACTS }, &limits(4)), None, "full enough");
    }

    #[test]
    fn a_single_replica_never_holds() {
        assert_eq!(until(millis(101), &FACTS, &limits(1)), None);
    }

    #[test]
    fn few_requests_are_not_held() {
        assert_eq!(until(millis(101), &Facts { waiting: 1, rate: 100.0, ..FACTS }, &limits(4)), None);
    }

    #[test]
    fn nobody_is_held_past_the_deadline() {
        let facts = Facts { due: millis(114), ..FACTS };
        assert_eq!(until(millis(101), &facts, &limits(4)), Some(millis(103)));
    }

    #[test]
    fn a_set_longest_hold_wins() {
        let limits = Limits { max_hold: Some(Duration::from_millis(3)), ..limits(4) };
        assert_eq!(until(millis(101), &FACTS, &limits), Some(millis(103)));
    }
}
