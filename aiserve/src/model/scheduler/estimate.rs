//! How long a batch takes, and how often requests come.

use std::time::Duration;

use super::Moment;

/// How much of the past is left after each batch: the last fifty or so count.
const MEMORY: f64 = 0.98;
/// Residuals this many times the mean one are cut down to that (Huber, Robust Estimation of a Location Parameter, 1964), so
/// that a batch that the system held up does not bend the line.
const OUTLIER: f64 = 4.0;
/// Batches before which nothing is an outlier.
const TRUSTED: f64 = 6.0;
/// Seconds after which an arrival counts a third.
const HORIZON: f64 = 1.0;

/// Seconds of a batch as `a + b * cost`: the weighted least squares line through what batches took, the latest weighing most.
#[derive(Clone, Debug, Default)]
pub(super) struct ServiceTime {
    weight: f64,
    cost: f64,
    cost_squared: f64,
    time: f64,
    cost_time: f64,
    fixed: f64,
    slope: f64,
    /// Mean absolute residual.
    error: f64,
}

#[allow(clippy::cast_precision_loss, reason = "costs are far below 2^53")]
impl ServiceTime {
    /// Takes into account that a batch of this cost took so long.
    pub(super) fn learn(&mut self, cost: u64, took: Duration) {
        let (cost, mut time) = (cost as f64, took.as_secs_f64());
        let expected = self.seconds(cost);
        let residual = time - expected;
        if self.weight > TRUSTED {
            let most = OUTLIER * self.error.max(0.01 * expected);
            time = expected + residual.clamp(-most, most);
        }
        let keep = if self.weight > 0.0 { MEMORY } else { 0.0 };
        self.error = keep * self.error + (1.0 - keep) * (time - expected).abs() * f64::from(self.weight > 0.0);
        self.weight = MEMORY * self.weight + 1.0;
        self.cost = MEMORY * self.cost + cost;
        self.cost_squared = MEMORY * self.cost_squared + cost * cost;
        self.time = MEMORY * self.time + time;
        self.cost_time = MEMORY * self.cost_time + cost * time;
        self.fit();
    }

    fn fit(&mut self) {
        let (cost, time) = (self.cost / self.weight, self.time / self.weight);
        let variance = self.cost_squared / self.weight - cost * cost;
        // Costs that are all alike tell nothing of the slope.
        if variance > 1e-4 * cost * cost {
            self.slope = ((self.cost_time / self.weight - cost * time) / variance).clamp(0.0, time / cost.max(1.0));
        }
        self.fixed = (time - self.slope * cost).max(0.0);
    }

    fn seconds(&self, cost: f64) -> f64 {
        self.fixed + self.slope * cost
    }

    /// How long a batch of this cost takes; nothing as long as nothing is known.
    pub(super) fn of(&self, cost: u64) -> Duration {
        duration(self.seconds(cost as f64))
    }

    /// How much longer than expected it may well take.
    pub(super) fn margin(&self) -> Duration {
        duration(2.0 * self.error)
    }

    /// Seconds of any batch, and those that each unit of cost adds.
    pub(super) fn line(&self) -> (f64, f64) {
        (self.fixed, self.slope)
    }
}

/// How often requests come: a count in which each one fades.
#[derive(Clone, Debug, Default)]
pub(super) struct Arrivals {
    first: Option<Moment>,
    last: Moment,
    count: f64,
    cost: f64,
}

#[allow(clippy::cast_precision_loss, reason = "costs are far below 2^53")]
impl Arrivals {
    pub(super) fn arrived(&mut self, now: Moment, cost: u64) {
        self.first.get_or_insert(now);
        let left = self.left(now);
        self.count = self.count * left + 1.0;
        self.cost = self.cost * left + cost as f64;
        self.last = now;
    }

    fn left(&self, now: Moment) -> f64 {
        (-now.since(self.last).as_secs_f64() / HORIZON).exp()
    }

    /// Requests a second.
    pub(super) fn rate(&self, now: Moment) -> f64 {
        let Some(first) = self.first else { return 0.0 };
        let seen = 1.0 - (-now.since(first).as_secs_f64() / HORIZON).exp();
        // What was seen for a moment only is taken for rare.
        self.count * self.left(now) / (HORIZON * seen.max(0.05))
    }

    /// What a request costs on average.
    pub(super) fn mean_cost(&self) -> f64 {
        if self.count > 0.0 { self.cost / self.count } else { 1.0 }
    }
}

fn duration(seconds: f64) -> Duration {
    // Longer than this is as good as never, and adds up without overflow.
    const NEVER: f64 = 1e6;
    Duration::from_secs_f64(seconds.clamp(0.0, NEVER))
}

#[cfg(test)]
#[allow(clippy::cast_precision_loss, reason = "small numbers")]
mod tests {
    use super::*;

    fn millis(millis: f64) -> Duration {
        Duration::from_secs_f64(millis / 1e3)
    }

    fn learned(batches: impl IntoIterator<Item = (u64, f64)>) -> ServiceTime {
        let mut time = ServiceTime::default();
        for (cost, took) in batches {
            time.learn(cost, millis(took));
        }
        time
    }

    fn assert_close(time: &ServiceTime, cost: u64, expected: f64) {
        let found = time.of(cost).as_secs_f64() * 1e3;
        assert!((found - expected).abs() < 0.05 * expected, "{found} ms for {cost}, not {expected}");
    }

    #[test]
    fn finds_the_line_through_batches() {
        let time = learned((0..40).map(|batch| (1 + batch * 7 % 32, 8.0 + (1 + batch * 7 % 32) as f64)));
        for cost in [1, 16, 32] {
            assert_close(&time, cost, 8.0 + cost as f64);
        }
        assert!(time.margin() < millis(1.0));
    }

    #[test]
    fn outliers_do_not_bend_it() {
        let took = |batch: u64| if batch % 20 == 19 { 500.0 } else { 8.0 + (1 + batch % 32) as f64 };
        let time = learned((0..200).map(|batch| (1 + batch % 32, took(batch))));
        assert_close(&time, 16, 24.0);
    }

    #[test]
    fn follows_a_model_that_becomes_slower() {
        let mut time = learned((0..100).map(|batch| (1 + batch % 32, 9.0 + (batch % 32) as f64)));
        for batch in 0..200 {
            time.learn(1 + batch % 32, millis(2.0 * (9.0 + (batch % 32) as f64)));
        }
        assert_close(&time, 16, 48.0);
    }

    #[test]
    fn batches_of_one_size_are_known_by_their_time() {
        assert_close(&learned([(4, 12.0); 5]), 4, 12.0);
    }

    #[test]
    fn knows_nothing_before_the_first_batch() {
        assert_eq!(ServiceTime::default().of(1000), Duration::ZERO);
    }

    #[test]
    fn counts_arrivals() {
        let mut arrivals = Arrivals::default();
        for request in 0..2000 {
            arrivals.arrived(Moment::after(Duration::from_millis(5 * request)), 3);
        }
        let now = Moment::after(Duration::from_secs(10));
        assert!((arrivals.rate(now) - 200.0).abs() < 5.0, "{}", arrivals.rate(now));
        assert!((arrivals.mean_cost() - 3.0).abs() < 1e-9);
        assert!(arrivals.rate(now + Duration::from_secs(10)) < 1.0);
    }
}
