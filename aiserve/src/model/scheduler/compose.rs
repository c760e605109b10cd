//! Which of the items that wait become a batch.

use super::queue::Candidate;
use super::{Closed, CostShape, Limits, Ticket};

/// Items looked at for each that a batch may have.
const LOOKAHEAD: usize = 4;

/// What is launched together.
#[derive(Debug, PartialEq)]
pub(super) struct Chosen {
    pub(super) tickets: Vec<Ticket>,
    /// By the model's shape of costs.
    pub(super) cost: u64,
    /// Share of the cost that is padding.
    pub(super) padding: f64,
    pub(super) closed: Closed,
}

/// How many items to look at.
pub(super) fn scan(limits: &Limits) -> usize {
    limits.max_batch.saturating_mul(LOOKAHEAD)
}

/// Chooses among candidates, the most urgent first: that one is always among the chosen, so that nothing starves. The others
/// fill the batch in their order; where inputs are padded, those nearest in length to the first come first.
pub(super) fn compose(mut candidates: Vec<Candidate>, waiting: usize, limits: &Limits) -> Chosen {
    let looked_at = candidates.len();
    if limits.shape == CostShape::Padded
        && let Some((first, rest)) = candidates.split_first_mut()
    {
        rest.sort_by_key(|candidate| candidate.cost.abs_diff(first.cost));
    }
    let mut batch = Sum::default();
    let mut tickets = Vec::with_capacity(limits.max_batch.min(looked_at));
    let mut over_budget = false;
    for candidate in candidates {
        if tickets.len() == limits.max_batch {
            break;
        }
        let with = batch.with(candidate.cost);
        if with.cost(limits.shape) > limits.max_cost && !tickets.is_empty() {
            over_budget = true;
            continue;
        }
        batch = with;
        tickets.push(candidate.ticket);
    }
    let closed = if tickets.len() == limits.max_batch {
        Closed::Full
    } else if over_budget {
        Closed::Budget
    } else if looked_at < waiting {
        Closed::Scan
    } else {
        Closed::Drained
    };
    let cost = batch.cost(limits.shape);
    Chosen { tickets, cost, padding: batch.padding(cost), closed }
}

/// What items cost together.
#[derive(Clone, Copy, Default)]
struct Sum {
    items: u64,
    largest: u64,
    total: u64,
}

impl Sum {
    fn with(self, cost: u64) -> Self {
        Self { items: self.items + 1, largest: self.largest.max(cost), total: self.total.saturating_add(cost) }
    }

    fn cost(self, shape: CostShape) -> u64 {
        match shape {
            CostShape::Summed => self.total,
            CostShape::Padded => self.largest.saturating_mul(self.items),
        }
    }

    #[allow(clippy::cast_precision_loss, reason = "a share for people")]
    fn padding(self, cost: u64) -> f64 {
        if cost == 0 { 0.0 } else { (1.0 - self.total as f64 / cost as f64).max(0.0) }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn candidates(costs: &[u64]) -> Vec<Candidate> {
        let candidate = |(slot, cost): (usize, &u64)| Candidate { ticket: Ticket { slot, number: 0 }, cost: *cost };
        costs.iter().enumerate().map(candidate).collect()
    }

    fn chosen(costs: &[u64], limits: &Limits) -> (Vec<u64>, Closed) {
        let Chosen { tickets, closed, .. } = compose(candidates(costs), costs.len(), limits);
        (tickets.iter().map(|ticket| costs[ticket.slot]).collect(), closed)
    }

    fn limits(max_batch: usize, max_cost: u64, shape: CostShape) -> Limits {
        Limits { max_batch, max_cost, shape, ..Limits::default() }
    }

    #[test]
    fn takes_what_waits_up_to_the_size() {
        let limits = limits(3, u64::MAX, CostShape::Summed);
        assert_eq!(chosen(&[1, 1], &limits), (vec![1, 1], Closed::Drained));
        assert_eq!(chosen(&[1, 2, 3, 4], &limits), (vec![1, 2, 3], Closed::Full));
    }

    #[test]
    fn passes_over_what_does_not_fit() {
        assert_eq!(chosen(&[6, 9, 3, 5, 1], &limits(8, 10, CostShape::Summed)), (vec![6, 3, 1], Closed::Budget));
    }

    #[test]
    fn the_first_goes_alone_if_it_fits_only_alone() {
        assert_eq!(chosen(&[10, 1], &limits(8, 10, CostShape::Summed)), (vec![10], Closed::Budget));
        assert_eq!(chosen(&[99, 1], &limits(8, 10, CostShape::Summed)), (vec![99], Closed::Budget));
    }

    #[test]
    fn padded_batches_are_of_one_length() {
        let limits = limits(8, 320, CostShape::Padded);
        assert_eq!(chosen(&[100, 10, 90, 500, 105], &limits), (vec![100, 105, 90], Closed::Budget));
        let Chosen { cost, padding, .. } = compose(candidates(&[100, 50]), 2, &limits);
        assert_eq!((cost, padding), (200, 0.25));
    }

    #[test]
    fn says_when_more_waits_than_was_looked_at() {
        let one = compose(candidates(&[1]), 2, &limits(8, 10, CostShape::Summed));
        assert_eq!(one.closed, Closed::Scan);
    }
}
