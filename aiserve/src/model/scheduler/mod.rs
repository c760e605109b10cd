//! Which requests a free replica answers next, and which are refused: plain data and an explicit clock.

mod estimate;
mod moment;
mod request;
mod snapshot;

pub use moment::Moment;
pub use request::{
    Batch, BatchId, Closed, CostShape, Decision, Goal, Limits, Picked, Priority, Refusal, Refused, Request, Ticket,
};
pub use snapshot::{Ended, Snapshot};

use std::collections::{BTreeMap, VecDeque};
use std::time::Duration;

use self::estimate::Estimate;

/// Ended batches that a snapshot shows.
const SHOWN: usize = 16;

/// The queue of one model: what waits, what runs, and how long that takes.
#[derive(Debug)]
pub struct Scheduler<T> {
    limits: Limits,
    waiting: BTreeMap<Ticket, Waiting<T>>,
    cost: u64,
    bytes: u64,
    running: Vec<Running>,
    estimate: Estimate,
    ended: VecDeque<Ended>,
    numbers: u64,
}

#[derive(Debug)]
struct Waiting<T> {
    request: Request,
    enqueued: Moment,
    item: T,
}

#[derive(Debug)]
struct Running {
    id: BatchId,
    since: Moment,
    ended: Ended,
}

impl<T> Scheduler<T> {
    /// An empty queue.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            waiting: BTreeMap::new(),
            cost: 0,
            bytes: 0,
            running: Vec::new(),
            estimate: Estimate::default(),
            ended: VecDeque::new(),
            numbers: 0,
        }
    }

    /// How many requests wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.waiting.len()
    }

    /// Takes a request into the queue.
    ///
    /// # Errors
    /// Why it can't be answered in time, or at all.
    pub fn offer(&mut self, now: Moment, request: Request, item: T) -> Result<Ticket, Refused<T>> {
        if let Err(why) = self.admit(now, &[&request]) {
            return Err(Refused { item, why });
        }
        Ok(self.enqueue(now, request, item))
    }

    /// Takes several requests into the queue, or none.
    ///
    /// # Errors
    /// Why they can't be answered in time, or at all.
    pub fn offer_all(&mut self, now: Moment, items: Vec<(Request, T)>) -> Result<Vec<Ticket>, Refused<Vec<T>>> {
        let requests: Vec<&Request> = items.iter().map(|(request, _)| request).collect();
        if let Err(why) = self.admit(now, &requests) {
            return Err(Refused { item: items.into_iter().map(|(_, item)| item).collect(), why });
        }
        Ok(items.into_iter().map(|(request, item)| self.enqueue(now, request, item)).collect())
    }

    fn admit(&self, now: Moment, requests: &[&Request]) -> Result<(), Refusal> {
        let (cost, bytes) = requests.iter().fold((0, 0), |(cost, bytes): (u64, u64), request| {
            (cost.saturating_add(request.cost), bytes.saturating_add(request.bytes))
        });
        if let Some(large) = requests.iter().find(|request| request.cost > self.limits.max_cost) {
            return Err(Refusal::TooLarge { cost: large.cost, limit: self.limits.max_cost });
        }
        let predicted = self.predicted_end(now, requests.len(), cost);
        if self.waiting.len() + requests.len() > self.limits.max_waiting {
            let (waiting, limit) = (self.waiting.len(), self.limits.max_waiting);
            return Err(Refusal::Full { waiting, limit, retry_after: predicted });
        }
        if self.bytes.saturating_add(bytes) > self.limits.max_waiting_bytes {
            let (waiting, limit) = (self.bytes, self.limits.max_waiting_bytes);
            return Err(Refusal::Bytes { waiting, limit, retry_after: predicted });
        }
        let due = requests.iter().map(|request| request.deadline).min().unwrap_or(now);
        if now + predicted > due { Err(Refusal::Deadline { predicted }) } else { Ok(()) }
    }

    /// From now to the answer of so many more requests.
    fn predicted_end(&self, now: Moment, more: usize, cost: u64) -> Duration {
        let items = self.waiting.len() + more;
        let cost = self.cost.saturating_add(cost);
        let by_size = items.div_ceil(self.limits.max_batch);
        let by_cost = usize::try_from(cost.div_ceil(self.limits.max_cost.max(1))).unwrap_or(usize::MAX);
        let batches = by_size.max(by_cost).max(1);
        let rounds = batches.div_ceil(self.limits.replicas.max(1));
        let each = self.estimate.of(cost / u64::try_from(batches).unwrap_or(u64::MAX));
        self.next_free(now) + each * u32::try_from(rounds).unwrap_or(u32::MAX)
    }

    /// From now to when a replica is free.
    fn next_free(&self, now: Moment) -> Duration {
        if self.running.len() < self.limits.replicas {
            return Duration::ZERO;
        }
        let ends = self.running.iter().map(|running| running.since + self.estimate.of(running.ended.cost));
        ends.min().map_or(Duration::ZERO, |end| end.since(now))
    }

    fn enqueue(&mut self, now: Moment, request: Request, item: T) -> Ticket {
        self.numbers += 1;
        let ticket = Ticket { urgency: request.urgency(now), number: self.numbers };
        self.cost = self.cost.saturating_add(request.cost);
        self.bytes = self.bytes.saturating_add(request.bytes);
        self.waiting.insert(ticket, Waiting { request, enqueued: now, item });
        self.estimate.arrived(now);
        ticket
    }

    fn take(&mut self, ticket: Ticket) -> Option<Waiting<T>> {
        let waiting = self.waiting.remove(&ticket)?;
        self.cost = self.cost.saturating_sub(waiting.request.cost);
        self.bytes = self.bytes.saturating_sub(waiting.request.bytes);
        Some(waiting)
    }

    /// Takes a request back. `None`: it does not wait any more.
    pub fn cancel(&mut self, ticket: Ticket) -> Option<T> {
        self.take(ticket).map(|waiting| waiting.item)
    }

    /// What a free replica should do.
    pub fn poll(&mut self, now: Moment) -> Decision<T> {
        let expired = self.expire(now);
        let mut chosen = Vec::new();
        let (mut cost, mut largest, mut sum) = (0, 0, 0);
        let mut closed = Closed::Drained;
        for (ticket, waiting) in self.waiting.iter().take(4 * self.limits.max_batch) {
            if chosen.len() == self.limits.max_batch {
                closed = Closed::Full;
                break;
            }
            let (next_largest, next_sum) =
                (waiting.request.cost.max(largest), waiting.request.cost.saturating_add(sum));
            let next = match self.limits.shape {
                CostShape::Summed => next_sum,
                CostShape::Padded => next_largest.saturating_mul(chosen.len() as u64 + 1),
            };
            if next > self.limits.max_cost && !chosen.is_empty() {
                closed = Closed::Budget;
                continue;
            }
            (cost, largest, sum) = (next, next_largest, next_sum);
            chosen.push(*ticket);
        }
        if chosen.is_empty() {
            return Decision::Wait { until: None, expired };
        }
        self.numbers += 1;
        let id = BatchId(self.numbers);
        #[allow(clippy::cast_precision_loss, reason = "a ratio for people")]
        let padding = if cost == 0 { 0.0 } else { 1.0 - sum as f64 / cost as f64 };
        let ended = Ended { size: chosen.len(), cost, padding, closed };
        self.running.push(Running { id, since: now, ended });
        let picked = |(ticket, Waiting { request, enqueued, item })| Picked { ticket, request, enqueued, item };
        let items = chosen.into_iter().filter_map(|ticket| Some((ticket, self.take(ticket)?))).map(picked).collect();
        Decision::Launch { batch: Batch { id, items, cost, padding, closed }, expired }
    }

    /// Those whose deadline passed while they waited.
    pub fn expire(&mut self, now: Moment) -> Vec<(Ticket, T)> {
        let late = |(ticket, waiting): (&Ticket, &Waiting<T>)| (waiting.request.deadline <= now).then_some(*ticket);
        let late: Vec<Ticket> = self.waiting.iter().filter_map(late).collect();
        late.into_iter().filter_map(|ticket| Some((ticket, self.take(ticket)?.item))).collect()
    }

    /// A batch ended; what it `took` teaches, unless it failed.
    pub fn finished(&mut self, now: Moment, batch: BatchId, took: Option<Duration>) {
        let _ = now;
        let Some(place) = self.running.iter().position(|running| running.id == batch) else { return };
        let Running { ended, .. } = self.running.swap_remove(place);
        if let Some(took) = took {
            self.estimate.learn(ended.cost, took);
        }
        if self.ended.len() == SHOWN {
            self.ended.pop_front();
        }
        self.ended.push_back(ended);
    }

    /// What the queue knows.
    #[must_use]
    pub fn snapshot(&self, now: Moment) -> Snapshot {
        let (fixed, per_cost) = self.estimate.line();
        Snapshot {
            waiting: self.waiting.len(),
            waiting_cost: self.cost,
            running: self.running.iter().map(|running| running.ended.size).sum(),
            fixed,
            per_cost,
            arrivals: self.estimate.arrivals(now),
            predicted_wait: self.predicted_end(now, 1, 1),
            last: self.ended.iter().cloned().collect(),
        }
    }
}
