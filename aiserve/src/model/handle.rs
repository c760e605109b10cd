//! The handle of a model: what endpoints ask.

use std::any::Any;
use std::fmt;
use std::marker::PhantomData;
use std::sync::{Arc, PoisonError, RwLock};
use std::time::{Duration, Instant};

use super::Failure;
use super::builder::Plan;
use super::routing::Routing;
use super::scheduler::{Priority, Request, Ticket};
use super::slot::Slot;
use super::spans::Queued;
use super::timing::{Timing, Timings};
use super::version::{Job, Version};

/// A model that runs, as endpoints use it: an argument, and a field of the application's state.
///
/// A clone is a handle of the same model. The model ends when its last handle is gone.
pub struct Use<M> {
    pub(super) shared: Arc<Shared>,
    pub(super) ask: Asking,
    pub(super) model: PhantomData<fn() -> M>,
}

/// How requests of one handle are asked.
#[derive(Clone, Debug, Default)]
pub(super) struct Asking {
    /// When the client's patience ends, if that is before the model's own deadline.
    pub(super) patience: Option<Due>,
    pub(super) tenant: u64,
    pub(super) priority: Priority,
    /// Where the request's times are kept for its reply.
    pub(super) timings: Option<Arc<Timings>>,
}

/// What the handles of one model share.
pub(super) struct Shared {
    pub(super) name: String,
    pub(super) deadline: Duration,
    pub(super) plan: Plan,
    /// The `Rebuild` of the model's type.
    pub(super) rebuild: Box<dyn Any + Send + Sync>,
    pub(super) routing: RwLock<Routing>,
}

impl<M> Use<M> {
    /// The model's name, as metrics have it.
    #[must_use]
    pub fn name(&self) -> &str {
        &self.shared.name
    }

    /// The same handle for requests of one tenant: tenants that wait take turns.
    #[must_use]
    pub fn tenant(mut self, tenant: impl std::hash::Hash) -> Self {
        let mut hasher = std::hash::DefaultHasher::new();
        tenant.hash(&mut hasher);
        self.ask.tenant = std::hash::Hasher::finish(&hasher);
        self
    }

    /// The same handle for requests of this priority; [`Priority::Normal`] by default. Those of a lower one are answered
    /// later, and rise while they wait.
    #[must_use]
    pub fn priority(mut self, priority: Priority) -> Self {
        self.ask.priority = priority;
        self
    }

    /// The same handle for requests that wait this long at most, if the model's own deadline is not shorter.
    #[must_use]
    pub fn within(mut self, patience: Duration) -> Self {
        let due = Due { at: Instant::now() + patience, allowed: patience };
        if self.ask.patience.is_none_or(|earlier| due.at < earlier.at) {
            self.ask.patience = Some(due);
        }
        self
    }

    /// When an answer is due.
    pub(super) fn due(&self) -> Due {
        let allowed = self.shared.deadline;
        let own = Due { at: Instant::now() + allowed, allowed };
        self.ask.patience.filter(|patience| patience.at < own.at).unwrap_or(own)
    }

    /// Lets questions wait for a replica: all of them or none.
    pub(super) fn queue(&self, questions: Vec<Question>, due: Due) -> Result<Vec<Place>, Failure> {
        // Held until the questions wait, so that no version ends in between.
        let routing = self.shared.routing.read().unwrap_or_else(PoisonError::into_inner);
        let version = routing.choose();
        let slots: Vec<_> = questions.iter().map(|_| Arc::new(Slot::default())).collect();
        let jobs = questions.into_iter().zip(&slots).map(|(question, slot)| self.job(question, slot, version, due));
        let tickets = version.offer(jobs.collect(), due.allowed)?;
        let places = slots.into_iter().zip(tickets);
        Ok(places.map(|(slot, ticket)| Place { version: Arc::clone(version), slot, ticket: Some(ticket) }).collect())
    }

    pub(super) fn job(&self, question: Question, slot: &Arc<Slot>, version: &Version, due: Due) -> (Request, Job) {
        let Question { payload, cost, bytes } = question;
        let bytes = u64::try_from(bytes).unwrap_or(u64::MAX);
        let Asking { tenant, priority, .. } = self.ask;
        let request = Request { cost, bytes, deadline: version.moment(due.at), tenant, priority };
        let queued = Queued::begin(&self.shared.name);
        (request, Job { payload, slot: Arc::clone(slot), queued })
    }

    /// Adds where the time of an answer went to what the reply tells.
    pub(super) fn took(&self, timing: Timing) {
        if let Some(timings) = &self.ask.timings {
            timings.add(timing);
        }
    }
}

/// When an answer is due, and how long that is from when it was asked for.
#[derive(Clone, Copy, Debug)]
pub(super) struct Due {
    pub(super) at: Instant,
    pub(super) allowed: Duration,
}

impl Due {
    /// Why there is no answer, if a queue let go of the question.
    pub(super) fn dropped(self, place: &Place) -> Failure {
        if place.slot.is_late() { self.expired() } else { Failure::Stopping }
    }

    pub(super) fn expired(self) -> Failure {
        Failure::Expired { allowed: self.allowed }
    }
}

/// A question on its way into the queue.
pub(super) struct Question {
    pub(super) payload: Box<dyn Any + Send>,
    pub(super) cost: u64,
    pub(super) bytes: usize,
}

/// A request's place in the queue, which is free again when its future is dropped.
pub(super) struct Place {
    version: Arc<Version>,
    slot: Arc<Slot>,
    /// Nothing once it has its answer.
    ticket: Option<Ticket>,
}

impl Place {
    /// The answer is there.
    pub(super) fn answered(mut self) {
        self.ticket = None;
    }
}

impl Drop for Place {
    fn drop(&mut self) {
        if let Some(ticket) = self.ticket.take() {
            self.slot.leave();
            self.version.cancel(ticket);
        }
    }
}

impl<M> Clone for Use<M> {
    fn clone(&self) -> Self {
        Self { shared: Arc::clone(&self.shared), ask: self.ask.clone(), model: PhantomData }
    }
}

impl<M> fmt::Debug for Use<M> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Use").field("model", &self.shared.name).finish_non_exhaustive()
    }
}

impl Drop for Shared {
    fn drop(&mut self) {
        self.routing.get_mut().unwrap_or_else(PoisonError::into_inner).end();
    }
}
