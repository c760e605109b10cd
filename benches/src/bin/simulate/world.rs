//! Simulated time: requests that come, replicas that take a while, and a policy between them.

use std::time::Duration;

/// Seconds of any batch, and those that each item adds.
pub(crate) const FIXED: f64 = 0.008;
pub(crate) const EACH: f64 = 0.001;
pub(crate) const MAX_BATCH: usize = 32;

/// Items a second that one replica answers in full batches.
#[allow(clippy::cast_precision_loss, reason = "a small number")]
pub(crate) fn capacity() -> f64 {
    MAX_BATCH as f64 / service(MAX_BATCH)
}

/// Seconds of a batch.
#[allow(clippy::cast_precision_loss, reason = "a small number")]
pub(crate) fn service(size: usize) -> f64 {
    FIXED + EACH * size as f64
}

/// A request: its number, and when it came.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Item {
    pub(crate) id: usize,
    pub(crate) came: f64,
}

/// What decides which items a replica computes.
pub(crate) trait Policy {
    /// An item comes. `false`: it is refused.
    fn arrive(&mut self, now: f64, item: Item) -> bool;

    /// What an idle replica computes now; nothing if it waits.
    fn idle(&mut self, now: f64, replica: usize) -> Vec<Item>;

    /// When to ask idle replicas again if nothing happens before.
    fn wake(&self) -> Option<f64>;

    /// A replica has computed a batch.
    fn finished(&mut self, _replica: usize, _took: f64) {}
}

/// How requests come.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Arrivals {
    /// Independently of each other.
    Poisson,
    /// At twice the rate half of the time and not at all in the other half, in spells of 20 ms on average.
    Bursts,
}

/// What came of the requests.
#[derive(Debug, Default)]
pub(crate) struct Outcome {
    /// Seconds from arrival to answer.
    pub(crate) latencies: Vec<f64>,
    /// Seconds in which they came.
    pub(crate) seconds: f64,
    /// Share of the replicas' time that they computed.
    pub(crate) busy: f64,
    /// Whether more waited at the end than a stable queue has.
    pub(crate) diverges: bool,
}

impl Outcome {
    /// Milliseconds.
    #[allow(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an index")]
    pub(crate) fn quantile(&self, share: f64) -> f64 {
        let mut sorted = self.latencies.clone();
        sorted.sort_by(f64::total_cmp);
        let place = ((sorted.len() as f64 - 1.0).max(0.0) * share).round() as usize;
        sorted.get(place).map_or(f64::INFINITY, |seconds| seconds * 1e3)
    }

    /// Answers within the objective, a second.
    #[allow(clippy::cast_precision_loss, reason = "counts")]
    pub(crate) fn goodput(&self, slo: Duration) -> f64 {
        self.in_time(slo) as f64 / self.seconds
    }

    /// Share of the answers that met the objective.
    #[allow(clippy::cast_precision_loss, reason = "counts")]
    pub(crate) fn met(&self, slo: Duration) -> f64 {
        self.in_time(slo) as f64 / self.latencies.len().max(1) as f64
    }

    fn in_time(&self, slo: Duration) -> usize {
        // A hundredth of a millisecond for what sums of floats lose.
        self.latencies.iter().filter(|latency| **latency <= slo.as_secs_f64() + 1e-5).count()
    }
}

/// Runs so many requests through a policy. The first twentieth is not measured: queues fill and estimates form.
pub(crate) fn run(policy: &mut dyn Policy, replicas: usize, rate: f64, arrivals: Arrivals, requests: usize) -> Outcome {
    let mut source = Source::new(rate, arrivals);
    let measured_from = requests / 20;
    let mut outcome = Outcome::default();
    let mut running: Vec<Option<(f64, f64, Vec<Item>)>> = vec![None; replicas];
    let (mut sent, mut waiting, mut began) = (0, 0_usize, 0.0);
    let mut next = source.next();
    let (mut now, mut worked) = (0.0, 0.0);
    loop {
        let done = running.iter().flatten().map(|(end, ..)| *end).fold(f64::INFINITY, f64::min);
        let arrival = if sent < requests { next } else { f64::INFINITY };
        let wake = policy.wake().filter(|wake| *wake > now).unwrap_or(f64::INFINITY);
        let upcoming = done.min(arrival).min(wake);
        let is_over = sent == requests && (outcome.diverges || (waiting == 0 && done == f64::INFINITY));
        if is_over || upcoming == f64::INFINITY {
            break;
        }
        now = upcoming;
        if arrival <= now {
            if sent == measured_from {
                began = now;
            }
            waiting += usize::from(policy.arrive(now, Item { id: sent, came: now }));
            sent += 1;
            next = source.next();
            if sent == requests {
                outcome.seconds = now - began;
                // A stable queue of these loads is far shorter.
                outcome.diverges = waiting > 2000 * replicas;
            }
        }
        for (replica, place) in running.iter_mut().enumerate() {
            if place.as_ref().is_some_and(|(end, ..)| *end <= now) {
                let Some((end, start, items)) = place.take() else { continue };
                policy.finished(replica, end - start);
                let answered = items.iter().filter(|item| item.id >= measured_from);
                outcome.latencies.extend(answered.map(|item| end - item.came));
            }
        }
        for (replica, place) in running.iter_mut().enumerate() {
            if place.is_none() {
                let items = policy.idle(now, replica);
                if !items.is_empty() {
                    waiting -= items.len().min(waiting);
                    let takes = service(items.len());
                    worked += if sent > measured_from { takes } else { 0.0 };
                    *place = Some((now + takes, now, items));
                }
            }
        }
    }
    #[allow(clippy::cast_precision_loss, reason = "a small number")]
    let time = (now - began) * replicas as f64;
    outcome.busy = (worked / time).min(1.0);
    outcome
}

/// When requests come.
struct Source {
    random: Random,
    rate: f64,
    arrivals: Arrivals,
    now: f64,
    /// The end of the present spell of a burst.
    spell: f64,
}

/// Seconds of a spell on average.
const SPELL: f64 = 0.020;

impl Source {
    fn new(rate: f64, arrivals: Arrivals) -> Self {
        Self { random: Random::new(7), rate, arrivals, now: 0.0, spell: 0.0 }
    }

    fn next(&mut self) -> f64 {
        match self.arrivals {
            Arrivals::Poisson => self.now += self.random.exponential(1.0 / self.rate),
            Arrivals::Bursts => {
                self.now += self.random.exponential(0.5 / self.rate);
                while self.now > self.spell {
                    // What is left of the gap falls into the next spell of requests, after one without.
                    let silence = self.random.exponential(SPELL);
                    self.now += silence;
                    self.spell += silence + self.random.exponential(SPELL);
                }
            }
        }
        self.now
    }
}

/// Xorshift (Marsaglia, 2003).
#[derive(Debug)]
pub(crate) struct Random(u64);

impl Random {
    pub(crate) fn new(seed: u64) -> Self {
        Self(0x9e37_79b9_7f4a_7c15_u64.wrapping_mul(seed))
    }

    /// Above 0, at most 1.
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    pub(crate) fn unit(&mut self) -> f64 {
        self.0 ^= self.0 << 13;
        self.0 ^= self.0 >> 7;
        self.0 ^= self.0 << 17;
        ((self.0 >> 11) + 1) as f64 / (1_u64 << 53) as f64
    }

    pub(crate) fn exponential(&mut self, mean: f64) -> f64 {
        -self.unit().ln() * mean
    }

    /// Standard normal (Box and Muller, 1958).
    pub(crate) fn normal(&mut self) -> f64 {
        (-2.0 * self.unit().ln()).sqrt() * (std::f64::consts::TAU * self.unit()).cos()
    }
}
