//! Whether a request can be answered in time, as far as can be told when it comes.

use std::time::Duration;

use super::estimate::ServiceTime;
use super::{Due, Limits, Moment, Refusal, Request};

/// What waits before a request and what the replicas are doing.
#[derive(Clone, Debug)]
pub(super) struct Ahead {
    /// Items and their cost that are launched before it, with itself.
    pub(super) items: usize,
    pub(super) cost: u64,
    /// Until each replica is free, the earliest first.
    pub(super) free_in: Vec<Duration>,
    /// Items a second that come after it, and fill its batch up.
    pub(super) rate: f64,
}

/// When the batch of a request begins and ends, counted from now: the batches before it, on all replicas in turn, and its
/// own, which what comes meanwhile may fill up.
pub(super) fn predicted(ahead: &Ahead, time: &ServiceTime, limits: &Limits) -> (Duration, Duration) {
    let Ahead { items, cost, rate, .. } = *ahead;
    let items = items.max(1);
    let mean_cost = cost / as_cost(items);
    let by_cost = usize::try_from(limits.max_cost / mean_cost.max(1)).unwrap_or(usize::MAX).max(1);
    let full = limits.max_batch.min(by_cost).max(1);
    let batches = items.div_ceil(full);
    // Batches take turns on the replicas, all in the order in which these become free.
    let replicas = ahead.free_in.len().max(1);
    let (rounds, turn) = ((batches - 1) / replicas, (batches - 1) % replicas);
    let free_in = ahead.free_in.get(turn).copied().unwrap_or_default();
    let each = time.of(mean_cost.saturating_mul(as_cost(full)));
    let begins = free_in + each.saturating_mul(u32::try_from(rounds).unwrap_or(u32::MAX));
    // The last batch has what is left, and who comes before it begins.
    let left = items - (batches - 1) * full;
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of items, bounded next")]
    let meanwhile = (rate * begins.as_secs_f64()) as usize;
    let size = left.saturating_add(meanwhile).min(full);
    let ends = begins + time.of(mean_cost.saturating_mul(as_cost(size))) + time.margin();
    (begins, ends)
}

/// Takes requests, or says why not.
pub(super) fn admit(
    now: Moment,
    requests: &[&Request],
    waiting: (usize, u64),
    ahead: &Ahead,
    time: &ServiceTime,
    limits: &Limits,
) -> Result<(), Refusal> {
    if let Some(large) = requests.iter().find(|request| request.cost > limits.max_cost) {
        return Err(Refusal::TooLarge { cost: large.cost, limit: limits.max_cost });
    }
    let (begins, ends) = predicted(ahead, time, limits);
    let bytes = requests.iter().fold(waiting.1, |bytes, request| bytes.saturating_add(request.bytes));
    if waiting.0.saturating_add(requests.len()) > limits.max_waiting {
        return Err(Refusal::Full { waiting: waiting.0, limit: limits.max_waiting, retry_after: begins });
    }
    if bytes > limits.max_waiting_bytes {
        return Err(Refusal::Bytes { waiting: waiting.1, limit: limits.max_waiting_bytes, retry_after: begins });
    }
    let predicted = if limits.due == Due::Start { begins } else { ends };
    let deadline = requests.iter().map(|request| request.deadline).min();
    match deadline {
        Some(deadline) if now + predicted > deadline => {
            let retry_after = predicted.saturating_sub(deadline.since(now));
            Err(Refusal::Deadline { predicted, retry_after })
        }
        _ => Ok(()),
    }
}

fn as_cost(items: usize) -> u64 {
    u64::try_from(items).unwrap_or(u64::MAX)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn time() -> ServiceTime {
        let mut time = ServiceTime::default();
        for batch in 0..64 {
            time.learn(1 + batch % 32, Duration::from_millis(9 + batch % 32));
        }
        time
    }

    fn millis(items: usize, replicas: usize, rate: f64) -> u128 {
        let limits = Limits { replicas, ..Limits::default() };
        let free_in = (0..replicas).map(|replica| Duration::from_millis(5 + 10 * replica as u64)).collect();
        let ahead = Ahead { items, cost: items as u64, free_in, rate };
        predicted(&ahead, &time(), &limits).1.as_millis()
    }

    #[test]
    fn counts_the_batches_before_a_request() {
        assert_eq!(millis(1, 1, 0.0), 5 + 9);
        assert_eq!(millis(32, 1, 0.0), 5 + 40);
        assert_eq!(millis(33, 1, 0.0), 5 + 40 + 9);
        assert_eq!(millis(65, 1, 0.0), 5 + 2 * 40 + 9);
        assert_eq!(millis(33, 2, 0.0), 15 + 9, "the second replica takes it");
        assert_eq!(millis(65, 2, 0.0), 5 + 40 + 9, "the batches before it run side by side");
    }

    #[test]
    fn who_comes_meanwhile_fills_its_batch() {
        assert_eq!(millis(1, 1, 1000.0), 5 + 9 + 5);
        assert_eq!(millis(33, 1, 10_000.0), 5 + 40 + 40);
    }
}
