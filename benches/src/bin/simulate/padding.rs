//! Padding: 256 texts of log-normal length wait, and are computed in padded batches of at most 16,384 tokens.

use std::time::Duration;

use aiserve::model::scheduler::{CostShape, Decision, Limits, Moment, Request, Scheduler};

use crate::world::Random;

const TEXTS: usize = 256;
const LONGEST: f64 = 512.0;
const BUDGET: u64 = 16_384;

/// Tokens that are padding, and batches, of one way to compose.
pub(crate) struct Row {
    pub(crate) name: &'static str,
    pub(crate) waste: f64,
    pub(crate) batches: usize,
}

#[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "lengths are small and positive")]
fn lengths() -> Vec<u64> {
    let mut random = Random::new(11);
    (0..TEXTS).map(|_| (4.2 + 1.0 * random.normal()).exp().clamp(1.0, LONGEST) as u64).collect()
}

pub(crate) fn rows() -> Vec<Row> {
    let lengths = lengths();
    let mut sorted = lengths.clone();
    sorted.sort_unstable();
    let mut buckets = lengths.clone();
    buckets.sort_by_key(|length| length.next_power_of_two());
    vec![
        row("in order of arrival", &batches(&lengths, false)),
        row("buckets by powers of two", &batches(&buckets, true)),
        row("sorted", &batches(&sorted, false)),
        row("aiserve", &ours(&lengths)),
    ]
}

/// Fills batches in order; `by_bucket`: a batch has lengths of one power of two, and is padded to it.
fn batches(lengths: &[u64], by_bucket: bool) -> Vec<Vec<u64>> {
    let mut batches: Vec<Vec<u64>> = Vec::new();
    for length in lengths {
        let length = if by_bucket { length.next_power_of_two() } else { *length };
        let fits = batches.last().is_some_and(|batch| {
            let largest = batch.iter().copied().max().unwrap_or(0).max(length);
            let same = !by_bucket || batch.first() == Some(&length);
            same && largest * (batch.len() as u64 + 1) <= BUDGET
        });
        match batches.last_mut() {
            Some(batch) if fits => batch.push(length),
            _ => batches.push(vec![length]),
        }
    }
    batches
}

fn ours(lengths: &[u64]) -> Vec<Vec<u64>> {
    let mut limits = Limits::default();
    (limits.max_batch, limits.max_cost, limits.shape) = (TEXTS, BUDGET, CostShape::Padded);
    let mut scheduler = Scheduler::new(limits);
    let now = Moment::default();
    for length in lengths {
        let request = Request::new(*length, now + Duration::from_mins(1));
        assert!(scheduler.offer(now, request, *length).is_ok(), "nothing is refused before the first batch");
    }
    let mut batches = Vec::new();
    while let Decision::Launch { batch, .. } = scheduler.poll(now) {
        scheduler.finished(batch.id, None);
        batches.push(batch.items.into_iter().map(|picked| picked.item).collect());
    }
    batches
}

#[allow(clippy::cast_precision_loss, reason = "counts of tokens")]
fn row(name: &'static str, batches: &[Vec<u64>]) -> Row {
    let tokens: u64 = lengths().iter().sum();
    let padded = |batch: &Vec<u64>| batch.iter().max().unwrap_or(&0) * batch.len() as u64;
    let padded: u64 = batches.iter().map(padded).sum();
    Row { name, waste: 1.0 - tokens as f64 / padded as f64, batches: batches.len() }
}
