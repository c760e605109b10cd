//! Which requests a free replica answers next, and which are refused: plain data and an explicit clock, without threads or
//! HTTP, so that it can be simulated and tested by itself.
//!
//! One queue stands before the replicas of a model. A batch is composed at the moment that a replica is free (`compose`),
//! from what is most urgent; a request that can't be answered by its deadline is refused when it comes (`admit`), by a line
//! through what batches took (`estimate`); and a free one of several replicas may hold for a fuller batch (`hold`).
//!
//! # Examples
//! ```
//! use std::time::Duration;
//! use aiserve::model::scheduler::{Decision, Limits, Moment, Request, Scheduler};
//!
//! let mut scheduler = Scheduler::new(Limits::default());
//! let now = Moment::default();
//! let request = Request::new(1, now + Duration::from_secs(1));
//! scheduler.offer(now, request, "first").unwrap();
//! scheduler.offer(now, request, "second").unwrap();
//! let Decision::Launch { batch, .. } = scheduler.poll(now) else { unreachable!("something waits") };
//! assert_eq!(batch.items.len(), 2);
//! scheduler.finished(batch.id, Some(Duration::from_millis(10)));
//! ```

mod admit;
mod compose;
mod estimate;
mod hold;
mod moment;
mod queue;
mod request;
mod snapshot;

pub use moment::Moment;
pub use request::{
    Batch, BatchId, Closed, CostShape, Decision, Due, Goal, Limits, Picked, Priority, Refusal, Refused, Request, Ticket,
};
pub use snapshot::{Ended, Snapshot};

use std::collections::VecDeque;
use std::time::Duration;

use self::admit::Ahead;
use self::estimate::{Arrivals, ServiceTime};
use self::queue::{Candidate, Queue, Waiting};

/// Ended batches that a snapshot shows.
const SHOWN: usize = 16;

/// The queue of one model: what waits, what runs, and how long that takes.
#[derive(Debug)]
pub struct Scheduler<T> {
    limits: Limits,
    queue: Queue<T>,
    running: Vec<Running>,
    time: ServiceTime,
    arrivals: Arrivals,
    ended: VecDeque<Ended>,
    batches: u64,
}

/// A batch that a replica computes.
#[derive(Debug)]
struct Running {
    id: BatchId,
    since: Moment,
    batch: Ended,
}

impl<T> Scheduler<T> {
    /// An empty queue.
    #[must_use]
    pub fn new(limits: Limits) -> Self {
        Self {
            limits,
            queue: Queue::default(),
            running: Vec::new(),
            time: ServiceTime::default(),
            arrivals: Arrivals::default(),
            ended: VecDeque::new(),
            batches: 0,
        }
    }

    /// How many items wait.
    #[must_use]
    pub fn waiting(&self) -> usize {
        self.queue.len
    }

    /// Takes an item into the queue.
    ///
    /// # Errors
    /// Why it can't be answered in time, or at all. The item comes back.
    pub fn offer(&mut self, now: Moment, request: Request, item: T) -> Result<Ticket, Refused<T>> {
        match self.admit(now, &[&request]) {
            Ok(()) => Ok(self.enqueue(now, request, item)),
            Err(why) => Err(Refused { item, why }),
        }
    }

    /// Takes several items into the queue, or none: they count as many, and the earliest deadline is that of all.
    ///
    /// # Errors
    /// Why they can't be answered in time, or at all. The items come back.
    pub fn offer_all(&mut self, now: Moment, items: Vec<(Request, T)>) -> Result<Vec<Ticket>, Refused<Vec<T>>> {
        let requests: Vec<&Request> = items.iter().map(|(request, _)| request).collect();
        match self.admit(now, &requests) {
            Ok(()) => Ok(items.into_iter().map(|(request, item)| self.enqueue(now, request, item)).collect()),
            Err(why) => Err(Refused { item: items.into_iter().map(|(_, item)| item).collect(), why }),
        }
    }

    fn admit(&self, now: Moment, requests: &[&Request]) -> Result<(), Refusal> {
        let cost = requests.iter().fold(0_u64, |cost, request| cost.saturating_add(request.cost));
        let tenant = requests.first().map_or(0, |request| request.tenant);
        let ahead = self.ahead(now, requests.len(), cost, tenant);
        let waiting = (self.queue.len, self.queue.bytes);
        admit::admit(now, requests, waiting, &ahead, &self.time, &self.limits)
    }

    /// What is launched before further items of a tenant, with these.
    fn ahead(&self, now: Moment, items: usize, cost: u64, tenant: u64) -> Ahead {
        let before = self.queue.cost_before(tenant, cost);
        let all = self.queue.cost.saturating_add(cost);
        let items = self.queue.len + items;
        // Of the items as large a share is before it as of the cost.
        #[allow(
            clippy::cast_precision_loss,
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "a share"
        )]
        let items = if before < all { (items as f64 * before as f64 / all as f64).ceil() as usize } else { items };
        Ahead { items, cost: before, free_in: self.free_in(now), rate: self.arrivals.rate(now) }
    }

    /// From now to when each replica is free, the earliest first.
    fn free_in(&self, now: Moment) -> Vec<Duration> {
        let ends = self.running.iter().map(|running| running.since + self.time.of(running.batch.cost));
        let mut free_in: Vec<_> = ends.map(|end| end.since(now)).collect();
        free_in.resize(self.limits.replicas.max(1), Duration::ZERO);
        free_in.sort_unstable();
        free_in
    }

    fn enqueue(&mut self, now: Moment, request: Request, item: T) -> Ticket {
        self.arrivals.arrived(now, request.cost);
        self.queue.push(now, request, item)
    }

    /// Takes an item back, in constant time. `None`: it does not wait any more.
    pub fn cancel(&mut self, ticket: Ticket) -> Option<T> {
        self.queue.take(ticket).map(|waiting| waiting.item)
    }

    /// What a free replica should do now.
    pub fn poll(&mut self, now: Moment) -> Decision<T> {
        // Who can't be answered in time any more would only make others late.
        let size = self.limits.max_batch.min(self.queue.len).max(1);
        let mean_cost = self.queue.cost / u64::try_from(self.queue.len.max(1)).unwrap_or(u64::MAX);
        let batch =
            self.time.of(mean_cost.saturating_mul(u64::try_from(size).unwrap_or(u64::MAX)).min(self.limits.max_cost));
        let is_late = |request: &Request| match self.limits.due {
            Due::Start => request.deadline <= now,
            Due::Answer => request.deadline <= now + batch,
        };
        let (candidates, late) = self.queue.candidates(compose::scan(&self.limits), is_late);
        let expired = self.taken(late);
        if candidates.is_empty() {
            return Decision::Wait { until: None, expired };
        }
        if let Some(until) = self.hold(now, &candidates) {
            return Decision::Wait { until: Some(until), expired };
        }
        let compose::Chosen { tickets, cost, padding, closed } =
            compose::compose(candidates, self.queue.len, &self.limits);
        self.batches += 1;
        let id = BatchId(self.batches);
        let batch = Ended { size: tickets.len(), cost, padding, closed };
        self.running.push(Running { id, since: now, batch });
        let pick = |ticket: Ticket| {
            let Waiting { request, enqueued, item, .. } = self.queue.launch(ticket)?;
            Some(Picked { ticket, request, enqueued, item })
        };
        let items = tickets.into_iter().filter_map(pick).collect();
        Decision::Launch { batch: Batch { id, items, cost, padding, closed }, expired }
    }

    fn hold(&self, now: Moment, candidates: &[Candidate]) -> Option<Moment> {
        let waiting = candidates.iter().filter_map(|candidate| self.queue.get(candidate.ticket));
        let (oldest, due) = waiting.fold((now, None), |(oldest, due): (Moment, Option<Moment>), waiting| {
            let deadline = waiting.request.deadline;
            (oldest.min(waiting.enqueued), Some(due.map_or(deadline, |due| due.min(deadline))))
        });
        let (fixed, slope) = self.time.line();
        let facts = hold::Facts {
            waiting: self.queue.len,
            oldest,
            due: due?,
            rate: self.arrivals.rate(now),
            fixed,
            each: slope * self.arrivals.mean_cost(),
        };
        hold::until(now, &facts, &self.limits)
    }

    /// Takes out all whose deadline has passed. [`poll`](Self::poll) does so with those that it comes across, and with those
    /// that can't be answered by theirs any more.
    pub fn expire(&mut self, now: Moment) -> Vec<(Ticket, T)> {
        let late = self.queue.tickets().filter(|(_, waiting)| waiting.request.deadline <= now);
        let late = late.map(|(ticket, _)| ticket).collect();
        self.taken(late)
    }

    /// Takes out everything that waits.
    pub fn drain(&mut self) -> Vec<(Ticket, T)> {
        let all = self.queue.tickets().map(|(ticket, _)| ticket).collect();
        self.taken(all)
    }

    fn taken(&mut self, tickets: Vec<Ticket>) -> Vec<(Ticket, T)> {
        let take = |ticket| self.queue.take(ticket).map(|waiting| (ticket, waiting.item));
        tickets.into_iter().filter_map(take).collect()
    }

    /// A batch ended. What it `took` teaches how long such batches take; `None` if it failed and teaches nothing.
    pub fn finished(&mut self, batch: BatchId, took: Option<Duration>) {
        let Some(place) = self.running.iter().position(|running| running.id == batch) else { return };
        let Running { batch, .. } = self.running.swap_remove(place);
        if let Some(took) = took {
            self.time.learn(batch.cost, took);
        }
        if self.ended.len() == SHOWN {
            self.ended.pop_front();
        }
        self.ended.push_back(batch);
    }

    /// How long an item that comes now would wait for its batch to begin.
    #[must_use]
    pub fn predicted_wait(&self, now: Moment, cost: u64) -> Duration {
        admit::predicted(&self.ahead(now, 1, cost, 0), &self.time, &self.limits).0
    }

    /// What the queue knows.
    #[must_use]
    pub fn snapshot(&self, now: Moment) -> Snapshot {
        let (fixed, slope) = self.time.line();
        Snapshot {
            waiting: self.queue.len,
            waiting_cost: self.queue.cost,
            running: self.running.iter().map(|running| running.batch.size).sum(),
            fixed: Duration::from_secs_f64(fixed),
            per_cost: Duration::from_secs_f64(slope),
            arrivals: self.arrivals.rate(now),
            predicted_wait: self.predicted_wait(now, 1),
            last: self.ended.iter().cloned().collect(),
        }
    }
}

#[cfg(test)]
#[allow(clippy::cast_possible_truncation, reason = "small numbers")]
mod tests;
