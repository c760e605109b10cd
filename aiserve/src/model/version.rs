//! One version of a model: its queue, and what its replicas and its waiting requests share.

use std::any::Any;
use std::fmt;
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::Failure;
use super::handoff::{Handoff, Look, Taken};
use super::meter::Meter;
use super::resource::{Permit, Resource};
use super::scheduler::{Batch, BatchId, Decision, Limits, Moment, Refusal, Request, Scheduler, Snapshot, Ticket};
use super::slot::Slot;
use super::spans::Queued;

/// What waits: the typed part, which only the engine of its model looks into, and whether anybody still wants it.
pub(super) struct Job {
    pub(super) payload: Box<dyn Any + Send>,
    pub(super) slot: Arc<Slot>,
    pub(super) queued: Queued,
}

/// One version of a model.
pub(super) struct Version {
    /// The model's name.
    pub(super) model: String,
    pub(super) label: String,
    pub(super) limits: Limits,
    /// Its replicas, each on one thread.
    pub(super) threads: usize,
    pub(super) meter: Meter,
    start: Instant,
    shared: Handoff<State>,
    /// Wakes those who wait for the replicas to be ready.
    changed: Notify,
    resource: Option<Resource>,
}

struct State {
    scheduler: Scheduler<Job>,
    replicas: Vec<Phase>,
}

/// What a free replica is to do.
pub(super) enum Next {
    /// Answer these.
    Batch(Batch<Job>, Option<Permit>),
    /// Nothing waits.
    Nothing,
    /// Nothing waits, and nothing will.
    End,
}

/// What a replica is doing.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Phase {
    Loads,
    WarmsUp,
    Ready,
    /// It could not be made; it is tried again.
    Failed(String),
    /// It ended with its version.
    Gone,
}

/// What all replicas of a version together are.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Readiness {
    Ready,
    /// Still loading or warming up.
    Starting(&'static str),
    /// A replica could not be made.
    Failed(String),
}

/// What the scheduler says to a free replica, when there is something to do.
enum Poll {
    Launch(Batch<Job>),
    /// To let go of those that can't be answered in time, without the lock.
    LetGo,
}

impl Version {
    pub(super) fn new(
        model: String,
        label: String,
        threads: usize,
        limits: Limits,
        resource: Option<Resource>,
    ) -> Self {
        let state = State { scheduler: Scheduler::new(limits.clone()), replicas: vec![Phase::Loads; threads] };
        Self {
            model,
            label,
            limits,
            threads,
            meter: Meter::default(),
            start: Instant::now(),
            shared: Handoff::new(state),
            changed: Notify::new(),
            resource,
        }
    }

    /// The scheduler's time.
    pub(super) fn moment(&self, at: Instant) -> Moment {
        Moment::after(at.saturating_duration_since(self.start))
    }

    fn now(&self) -> Moment {
        self.moment(Instant::now())
    }

    /// Lets jobs wait for a replica: all of them or none.
    pub(super) fn offer(&self, jobs: Vec<(Request, Job)>, allowed: Duration) -> Result<Vec<Ticket>, Failure> {
        let requests = jobs.len();
        let now = self.now();
        let offered = self.shared.bring(|state| {
            if let Some(failure) = state.refuses() {
                return Err(failure);
            }
            let offered = state.scheduler.offer_all(now, jobs);
            offered.map_err(|refused| failure(refused.why, allowed, state.scheduler.waiting()))
        });
        let offered = offered.unwrap_or(Err(Failure::Stopping));
        if let Err(failure) = &offered {
            self.meter.refused(failure, requests);
        }
        offered
    }

    /// Takes a job back whose request is gone.
    pub(super) fn cancel(&self, ticket: Ticket) {
        let cancelled = self.shared.with(|state| state.scheduler.cancel(ticket));
        let cancels = &self.meter.cancelled;
        let counter = if cancelled.is_some() { &cancels.queue } else { &cancels.compute };
        counter.add(1);
        // What the user put there may take its time to go, without the lock.
    }

    /// The next batch for a free replica. `waits`: whether to wait for one.
    pub(super) fn next(&self, waits: bool) -> Next {
        loop {
            let permit = match self.device(waits) {
                Ok(permit) => permit,
                Err(next) => return next,
            };
            let mut late = Vec::new();
            // Who waits for something to do keeps no place on the device: what was there went to another replica.
            let taken = self.shared.take(waits && permit.is_none(), |state| match state.scheduler.poll(self.now()) {
                Decision::Launch { batch, expired } => {
                    late = expired;
                    Look::Found(Poll::Launch(batch))
                }
                Decision::Wait { until, expired } if expired.is_empty() => {
                    Look::Nothing(until.map(|until| until.since(self.now())))
                }
                Decision::Wait { expired, .. } => {
                    late = expired;
                    Look::Found(Poll::LetGo)
                }
            });
            for (_, job) in late {
                job.slot.expire();
            }
            match taken {
                Taken::Found(Poll::Launch(batch)) => return Next::Batch(batch, permit),
                Taken::Found(Poll::LetGo) => {}
                Taken::Nothing if waits && permit.is_some() => {}
                Taken::Nothing => return Next::Nothing,
                Taken::End => return Next::End,
            }
        }
    }

    /// A place on the device that is shared, once something waits for it: the batch is composed when the device is free, so
    /// that it holds what waits then.
    fn device(&self, waits: bool) -> Result<Option<Permit>, Next> {
        let Some(resource) = &self.resource else { return Ok(None) };
        let is_there = |state: &mut State| match state.scheduler.waiting() {
            0 => Look::Nothing(None),
            _ => Look::Found(()),
        };
        match self.shared.take(waits, is_there) {
            Taken::Found(()) => Ok(Some(resource.acquire())),
            Taken::Nothing => Err(Next::Nothing),
            Taken::End => Err(Next::End),
        }
    }

    /// Tells how long a batch took, or that it tells nothing.
    pub(super) fn finished(&self, batch: BatchId, took: Option<Duration>) {
        self.shared.with(|state| state.scheduler.finished(batch, took));
    }

    /// Says what a replica is doing.
    pub(super) fn enter(&self, replica: usize, phase: Phase) {
        self.shared.with(|state| state.replicas[replica] = phase);
        self.changed.notify_waiters();
    }

    /// Waits before a replica is tried again. `false`: the version ends.
    pub(super) fn pause(&self, pause: Duration) -> bool {
        !self.shared.pause(pause)
    }

    /// Takes no more jobs; what waits is still answered, then the replicas end.
    pub(super) fn end(&self) {
        self.shared.end();
    }

    /// Whether nothing is left to do and nothing will come.
    pub(super) fn is_over(&self) -> bool {
        self.shared.is_ending() && self.shared.with(|state| state.scheduler.waiting() == 0)
    }

    pub(super) fn readiness(&self) -> Readiness {
        self.shared.with(|state| state.readiness())
    }

    /// Waits until all replicas are ready.
    ///
    /// # Errors
    /// Why one of them could not be made.
    pub(super) async fn ready(&self) -> Result<(), String> {
        loop {
            let mut changed = std::pin::pin!(self.changed.notified());
            changed.as_mut().enable();
            match self.readiness() {
                Readiness::Ready => return Ok(()),
                Readiness::Failed(reason) => return Err(reason),
                Readiness::Starting(_) => changed.await,
            }
        }
    }

    /// What the scheduler knows.
    pub(super) fn snapshot(&self) -> Snapshot {
        let now = self.now();
        self.shared.with(|state| state.scheduler.snapshot(now))
    }

    /// How many replicas compute.
    pub(super) fn busy(&self) -> usize {
        let ready = self.phases().iter().filter(|phase| **phase == Phase::Ready).count();
        ready.saturating_sub(self.shared.idle())
    }

    /// What its replicas are doing.
    pub(super) fn phases(&self) -> Vec<Phase> {
        self.shared.with(|state| state.replicas.clone())
    }
}

impl State {
    fn readiness(&self) -> Readiness {
        let mut readiness = Readiness::Ready;
        for phase in &self.replicas {
            match phase {
                Phase::Failed(reason) => return Readiness::Failed(reason.clone()),
                Phase::Loads => readiness = Readiness::Starting("it loads"),
                Phase::WarmsUp if readiness == Readiness::Ready => readiness = Readiness::Starting("it warms up"),
                Phase::WarmsUp | Phase::Ready | Phase::Gone => {}
            }
        }
        readiness
    }

    /// Why nothing is taken, if so: as long as one replica works, there is an answer.
    fn refuses(&self) -> Option<Failure> {
        if self.replicas.contains(&Phase::Ready) {
            return None;
        }
        let reason = match self.readiness() {
            Readiness::Ready => return None,
            Readiness::Starting(what) => what.to_owned(),
            Readiness::Failed(reason) => reason,
        };
        Some(Failure::NotReady { reason })
    }
}

impl fmt::Debug for Version {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Version").field("label", &self.label).finish_non_exhaustive()
    }
}

fn failure(why: Refusal, allowed: Duration, waiting: usize) -> Failure {
    let retry_after = jittered(why.retry_after().unwrap_or_default());
    match why {
        Refusal::Deadline { predicted, .. } => Failure::Late { predicted, allowed, waiting, retry_after },
        Refusal::TooLarge { cost, limit } => Failure::TooLarge { cost, limit },
        _ => Failure::Full { waiting, retry_after },
    }
}

/// Up to a quarter longer, so that those who were refused together do not come back together.
fn jittered(pause: Duration) -> Duration {
    let noise = std::hash::BuildHasher::hash_one(&std::hash::RandomState::new(), ()) >> 11;
    #[allow(clippy::cast_precision_loss, reason = "53 bits fit")]
    let share = noise as f64 / (1_u64 << 53) as f64;
    pause.mul_f64(1.0 + share / 4.0)
}
