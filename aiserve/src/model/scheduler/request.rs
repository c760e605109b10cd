//! What comes into the queue, and what comes out.

use std::time::Duration;

use super::Moment;

/// What bounds batches and the queue.
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Limits {
    /// Most items of a batch.
    pub max_batch: usize,
    /// Most cost of a batch.
    pub max_cost: u64,
    /// How costs add up.
    pub shape: CostShape,
    /// Replicas that answer side by side.
    pub replicas: usize,
    /// Most items that wait.
    pub max_waiting: usize,
    /// Most bytes that wait.
    pub max_waiting_bytes: u64,
    /// What batching is for.
    pub goal: Goal,
    /// Longest time that a free replica waits for more; derived if `None`.
    pub max_hold: Option<Duration>,
    /// What a deadline is of.
    pub due: Due,
}

impl Default for Limits {
    fn default() -> Self {
        Self {
            max_batch: 32,
            max_cost: u64::MAX,
            shape: CostShape::Summed,
            replicas: 1,
            max_waiting: 10_000,
            max_waiting_bytes: 1 << 30,
            goal: Goal::Balanced,
            max_hold: None,
            due: Due::Answer,
        }
    }
}

/// What a deadline is of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Due {
    /// The answer.
    #[default]
    Answer,
    /// Its beginning, as for streams.
    Start,
}

/// How the costs of a batch add up.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum CostShape {
    /// Their sum.
    #[default]
    Summed,
    /// The largest, as often as there are items.
    Padded,
}

/// What batching is for.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Goal {
    /// Answers as early as possible: several replicas hold for a fuller batch only near their capacity.
    Latency,
    /// Both: they hold where that makes answers earlier on the whole.
    #[default]
    Balanced,
    /// Answers with as little device time as possible: they hold sooner.
    Throughput,
}

/// How urgent a request is among others.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord)]
pub enum Priority {
    /// After the others.
    Low,
    /// As most.
    #[default]
    Normal,
    /// Before the others.
    High,
}

/// What the queue knows of a request.
#[derive(Clone, Copy, Debug)]
pub struct Request {
    /// In the model's unit.
    pub cost: u64,
    /// Memory that it holds.
    pub bytes: u64,
    /// When it must be answered.
    pub deadline: Moment,
    /// Whose it is.
    pub tenant: u64,
    /// Its priority.
    pub priority: Priority,
}

impl Request {
    /// A request of this cost, which needs an answer by then; of no tenant, of normal priority.
    #[must_use]
    pub const fn new(cost: u64, deadline: Moment) -> Self {
        Self { cost, bytes: 0, deadline, tenant: 0, priority: Priority::Normal }
    }

    /// What is launched first has the least: the time that it may take, a quarter of it for a high priority and three for a
    /// low one. So each rises while it waits, and comes before what is more urgent but came much later.
    pub(super) fn urgency(&self, now: Moment) -> Moment {
        let quarter = self.deadline.since(now) / 4;
        match self.priority {
            Priority::High => now + quarter,
            Priority::Normal => now + quarter * 2,
            Priority::Low => now + quarter * 3,
        }
    }
}

/// A place in the queue.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct Ticket {
    pub(super) slot: usize,
    pub(super) number: u64,
}

/// A batch that was launched.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub struct BatchId(pub(super) u64);

/// What a free replica should do.
#[derive(Debug)]
pub enum Decision<T> {
    /// Answer these now.
    Launch {
        /// The items.
        batch: Batch<T>,
        /// Those whose deadline passed while they waited.
        expired: Vec<(Ticket, T)>,
    },
    /// Wait for more, or until then.
    Wait {
        /// When to ask again without a new request.
        until: Option<Moment>,
        /// Those whose deadline passed while they waited.
        expired: Vec<(Ticket, T)>,
    },
}

/// Items that are answered together.
#[derive(Debug)]
pub struct Batch<T> {
    /// What [`finished`](super::Scheduler::finished) is told.
    pub id: BatchId,
    /// The items.
    pub items: Vec<Picked<T>>,
    /// Their cost.
    pub cost: u64,
    /// Share of the cost that is padding.
    pub padding: f64,
    /// Why there are not more.
    pub closed: Closed,
}

/// An item of a batch.
#[derive(Debug)]
pub struct Picked<T> {
    /// Its place in the queue.
    pub ticket: Ticket,
    /// What was known of it.
    pub request: Request,
    /// When it came.
    pub enqueued: Moment,
    /// What it is.
    pub item: T,
}

/// Why a batch has no more items.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Closed {
    /// It has the most items.
    Full,
    /// The next ones would cost too much.
    Budget,
    /// Nothing else waited.
    Drained,
    /// Enough was looked at.
    Scan,
}

/// An item that was not taken, and why.
#[derive(Debug)]
pub struct Refused<T> {
    /// The item.
    pub item: T,
    /// Why.
    pub why: Refusal,
}

/// Why an item was not taken.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
#[non_exhaustive]
pub enum Refusal {
    /// It would be answered too late.
    Deadline {
        /// How long its answer would take.
        predicted: Duration,
        /// When it would not be too late any more, as far as can be told.
        retry_after: Duration,
    },
    /// Too many items wait.
    Full {
        /// How many.
        waiting: usize,
        /// The most.
        limit: usize,
        /// When there is room, as far as can be told.
        retry_after: Duration,
    },
    /// Too many bytes wait.
    Bytes {
        /// How many.
        waiting: u64,
        /// The most.
        limit: u64,
        /// When there is room, as far as can be told.
        retry_after: Duration,
    },
    /// It alone costs more than a batch may.
    TooLarge {
        /// Its cost.
        cost: u64,
        /// The most.
        limit: u64,
    },
}

impl Refusal {
    /// When to try again; `None` if that never helps.
    #[must_use]
    pub fn retry_after(&self) -> Option<Duration> {
        match *self {
            Self::Deadline { retry_after, .. } | Self::Full { retry_after, .. } | Self::Bytes { retry_after, .. } => {
                Some(retry_after)
            }
            Self::TooLarge { .. } => None,
        }
    }
}
