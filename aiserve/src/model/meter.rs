//! What a version of a model counts and measures.

use std::sync::atomic::{AtomicU64, Ordering};
use std::time::Duration;

use super::Failure;
use super::timing::Timing;

/// Upper bounds of seconds: from what a queue costs to what a slow model takes.
const SECONDS: &[f64] =
    &[0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.5, 5.0, 10.0, 30.0, 60.0];
/// Upper bounds of inputs in a batch.
const SIZES: &[f64] = &[1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0];
/// Upper bounds of shares.
const RATIOS: &[f64] = &[0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0];

/// What a version of a model counts and measures.
#[derive(Debug)]
pub(crate) struct Meter {
    /// From arrival to the batch.
    pub(crate) queue_seconds: Histogram,
    /// The model's own time.
    pub(crate) compute_seconds: Histogram,
    pub(crate) batch_size: Histogram,
    /// Size of a batch to the largest one.
    pub(crate) batch_fill: Histogram,
    /// Share of a padded batch that is padding.
    pub(crate) batch_padding: Histogram,
    /// From arrival to the first token.
    pub(crate) first_token_seconds: Histogram,
    /// From one token to the next.
    pub(crate) token_gap_seconds: Histogram,
    pub(crate) tokens: Counter,
    pub(crate) shed: Sheds,
    pub(crate) cancelled: Cancels,
    /// Answers that were right, and those that failed.
    pub(crate) answered: Counter,
    pub(crate) failed: Counter,
    pub(crate) restarts: Counter,
}

/// Requests that were refused, by the reason.
#[derive(Debug, Default)]
pub(crate) struct Sheds {
    pub(crate) deadline: Counter,
    pub(crate) full: Counter,
    pub(crate) too_large: Counter,
    pub(crate) not_ready: Counter,
    pub(crate) drain: Counter,
}

/// Requests that nobody waited for any more, by where they were.
#[derive(Debug, Default)]
pub(crate) struct Cancels {
    pub(crate) queue: Counter,
    pub(crate) compute: Counter,
}

impl Default for Meter {
    fn default() -> Self {
        Self {
            queue_seconds: Histogram::new(SECONDS),
            compute_seconds: Histogram::new(SECONDS),
            batch_size: Histogram::new(SIZES),
            batch_fill: Histogram::new(RATIOS),
            batch_padding: Histogram::new(RATIOS),
            first_token_seconds: Histogram::new(SECONDS),
            token_gap_seconds: Histogram::new(SECONDS),
            tokens: Counter::default(),
            shed: Sheds::default(),
            cancelled: Cancels::default(),
            answered: Counter::default(),
            failed: Counter::default(),
            restarts: Counter::default(),
        }
    }
}

impl Meter {
    /// Measures a batch that was answered.
    pub(super) fn measure(&self, timing: &Timing, max_batch: usize) {
        let size = f64::from(u32::try_from(timing.size).unwrap_or(u32::MAX));
        let most = f64::from(u32::try_from(max_batch).unwrap_or(u32::MAX));
        self.compute_seconds.record_duration(timing.compute);
        self.batch_size.record(size);
        self.batch_fill.record(size / most);
    }

    /// Counts a request that was refused.
    pub(super) fn refused(&self, failure: &Failure, requests: usize) {
        let shed = &self.shed;
        let counter = match failure {
            Failure::Late { .. } => &shed.deadline,
            Failure::Full { .. } => &shed.full,
            Failure::TooLarge { .. } => &shed.too_large,
            Failure::NotReady { .. } => &shed.not_ready,
            _ => &shed.drain,
        };
        counter.add(requests);
    }
}

/// A number that only grows.
#[derive(Debug, Default)]
pub(crate) struct Counter(AtomicU64);

impl Counter {
    pub(super) fn add(&self, count: usize) {
        self.0.fetch_add(u64::try_from(count).unwrap_or(u64::MAX), Ordering::Relaxed);
    }

    pub(crate) fn get(&self) -> u64 {
        self.0.load(Ordering::Relaxed)
    }
}

/// How often values fell between bounds, and their sum.
#[derive(Debug)]
pub(crate) struct Histogram {
    bounds: &'static [f64],
    /// One more than there are bounds.
    counts: Box<[AtomicU64]>,
    /// In millionths, since atomics count whole numbers.
    sum: AtomicU64,
}

impl Histogram {
    fn new(bounds: &'static [f64]) -> Self {
        let counts = std::iter::repeat_with(AtomicU64::default).take(bounds.len() + 1).collect();
        Self { bounds, counts, sum: AtomicU64::new(0) }
    }

    /// Takes a value, which is not negative.
    pub(super) fn record(&self, value: f64) {
        let bucket = self.bounds.partition_point(|bound| *bound < value);
        self.counts[bucket].fetch_add(1, Ordering::Relaxed);
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a float becomes the nearest number"
        )]
        self.sum.fetch_add((value * 1e6).round() as u64, Ordering::Relaxed);
    }

    pub(super) fn record_duration(&self, duration: Duration) {
        self.record(duration.as_secs_f64());
    }

    /// The sum, and each upper bound with how many values are in its bucket. The last bound is infinite.
    #[cfg(any(feature = "metrics", test))]
    pub(crate) fn read(&self) -> (f64, Vec<(f64, u64)>) {
        let bounds = self.bounds.iter().copied().chain([f64::INFINITY]);
        let counts = self.counts.iter().map(|count| count.load(Ordering::Relaxed));
        #[allow(clippy::cast_precision_loss, reason = "a sum of so many digits needs no last one")]
        let sum = self.sum.load(Ordering::Relaxed) as f64 / 1e6;
        (sum, bounds.zip(counts).collect())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn values_fall_into_the_bucket_of_the_next_bound() {
        let histogram = Histogram::new(&[1.0, 2.0]);
        for value in [0.5, 1.0, 1.5, 9.0] {
            histogram.record(value);
        }
        let (sum, buckets) = histogram.read();
        assert!((sum - 12.0).abs() < 1e-9);
        assert_eq!(buckets, [(1.0, 2), (2.0, 1), (f64::INFINITY, 1)]);
    }
}
