//! How long a batch takes: a line through what batches took, by recursive least squares with forgetting.

use std::time::Duration;

use super::Moment;

/// Weight of the past at each batch.
const MEMORY: f64 = 0.98;

/// Seconds of a batch as `a + b * cost`, and how often items come.
#[derive(Debug)]
pub(super) struct Estimate {
    line: [f64; 2],
    spread: [[f64; 2]; 2],
    gap: f64,
    last: Option<Moment>,
}

impl Default for Estimate {
    fn default() -> Self {
        Self { line: [0.0; 2], spread: [[1e6, 0.0], [0.0, 1e6]], gap: 0.0, last: None }
    }
}

#[allow(clippy::cast_precision_loss, reason = "costs are far below 2^53")]
impl Estimate {
    pub(super) fn of(&self, cost: u64) -> Duration {
        let seconds = self.line[0] + self.line[1] * cost as f64;
        Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or(Duration::MAX / 1024)
    }

    pub(super) fn line(&self) -> (Duration, Duration) {
        let duration = |seconds: f64| Duration::try_from_secs_f64(seconds.max(0.0)).unwrap_or_default();
        (duration(self.line[0]), duration(self.line[1]))
    }

    pub(super) fn learn(&mut self, cost: u64, took: Duration) {
        let x = [1.0, cost as f64];
        let p = self.spread;
        let px = [p[0][0] * x[0] + p[0][1] * x[1], p[1][0] * x[0] + p[1][1] * x[1]];
        let gain = MEMORY + x[0] * px[0] + x[1] * px[1];
        let error = took.as_secs_f64() - self.line[0] - self.line[1] * x[1];
        self.line = [self.line[0] + px[0] / gain * error, self.line[1] + px[1] / gain * error];
        let shrunk = |i: usize, j: usize| (p[i][j] - px[i] * px[j] / gain) / MEMORY;
        self.spread = [[shrunk(0, 0), shrunk(0, 1)], [shrunk(1, 0), shrunk(1, 1)]];
    }

    pub(super) fn arrived(&mut self, now: Moment) {
        if let Some(last) = self.last {
            let gap = now.since(last).as_secs_f64();
            self.gap += 0.05 * (gap - self.gap);
        }
        self.last = Some(now);
    }

    pub(super) fn arrivals(&self, _: Moment) -> f64 {
        if self.gap > 0.0 { 1.0 / self.gap } else { 0.0 }
    }
}
