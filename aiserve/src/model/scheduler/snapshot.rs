//! What the queue knows, for people and metrics.

use std::time::Duration;

use super::Closed;

/// What a queue knows at one moment.
#[derive(Clone, Debug)]
pub struct Snapshot {
    /// Items that wait.
    pub waiting: usize,
    /// Their cost.
    pub waiting_cost: u64,
    /// Items that are being answered.
    pub running: usize,
    /// What each batch takes whatever it has.
    pub fixed: Duration,
    /// What each unit of cost adds.
    pub per_cost: Duration,
    /// Items a second that come.
    pub arrivals: f64,
    /// How long an item that comes now would wait for its answer.
    pub predicted_wait: Duration,
    /// The batches that ended last, the oldest first.
    pub last: Vec<Ended>,
}

/// A batch that ended.
#[derive(Clone, Debug)]
pub struct Ended {
    /// Its items.
    pub size: usize,
    /// Its cost.
    pub cost: u64,
    /// Share of the cost that was padding.
    pub padding: f64,
    /// Why it had no more items.
    pub closed: Closed,
}
