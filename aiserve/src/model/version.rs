//! One version of a model: its queue, and what its replicas and its waiting requests share.

use std::any::Any;
use std::sync::{Arc, Condvar, Mutex, MutexGuard};
use std::time::{Duration, Instant};

use tokio::sync::Notify;

use super::Failure;
use super::meter::Meter;
use super::resource::{Permit, Resource};
use super::scheduler::{Batch, BatchId, Decision, Limits, Moment, Refusal, Request, Scheduler, Ticket};
use super::slot::Slot;

/// What waits: the typed part, which only the engine of its model looks into, and whether anybody still wants it.
pub(super) struct Job {
    pub(super) payload: Box<dyn Any + Send>,
    pub(super) slot: Arc<Slot>,
}

/// One version of a model.
pub(super) struct Version {
    pub(super) label: String,
    pub(super) limits: Limits,
    /// Its replicas, each on one thread.
    pub(super) threads: usize,
    start: Instant,
    state: Mutex<State>,
    /// Wakes replicas: something waits, or the version ends.
    wake: Condvar,
    /// Wakes those who wait for the replicas to be ready.
    changed: Notify,
    resource: Option<Resource>,
    pub(super) meter: Meter,
}

struct State {
    scheduler: Scheduler<Job>,
    replicas: Vec<Phase>,
    /// Replicas that wait for work.
    idle: usize,
    ending: bool,
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

impl Version {
    pub(super) fn new(label: String, threads: usize, limits: Limits, resource: Option<Resource>) -> Self {
        let replicas = vec![Phase::Loads; threads];
        let state = State { scheduler: Scheduler::new(limits.clone()), replicas, idle: 0, ending: false };
        Self {
            label,
            limits,
            threads,
            start: Instant::now(),
            state: Mutex::new(state),
            wake: Condvar::new(),
            changed: Notify::new(),
            resource,
            meter: Meter::default(),
        }
    }

    /// A panic while the lock is held would be a mistake of ours, and is no reason to answer nobody any more.
    fn lock(&self) -> MutexGuard<'_, State> {
        self.state.lock().unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// The scheduler's time.
    pub(super) fn moment(&self, at: Instant) -> Moment {
        Moment::after(at.saturating_duration_since(self.start))
    }

    /// Lets jobs wait for a replica: all of them or none.
    pub(super) fn offer(&self, jobs: Vec<(Request, Job)>, allowed: Duration) -> Result<Vec<Ticket>, Failure> {
        let requests = jobs.len();
        let offered = self.try_offer(jobs, allowed);
        if let Err(failure) = &offered {
            self.meter.refused(failure, requests);
        }
        offered
    }

    fn try_offer(&self, jobs: Vec<(Request, Job)>, allowed: Duration) -> Result<Vec<Ticket>, Failure> {
        let now = self.moment(Instant::now());
        let mut state = self.lock();
        if let Some(failure) = state.refuses() {
            return Err(failure);
        }
        let offered = state.scheduler.offer_all(now, jobs);
        let waiting = state.scheduler.waiting();
        let is_idle = state.idle > 0;
        drop(state);
        if is_idle {
            self.wake.notify_one();
        }
        offered.map_err(|refused| failure(refused.why, allowed, waiting))
    }

    /// Takes a job back whose request is gone.
    pub(super) fn cancel(&self, ticket: Ticket) {
        let cancelled = self.lock().scheduler.cancel(ticket);
        let cancels = &self.meter.cancelled;
        let counter = if cancelled.is_some() { &cancels.queue } else { &cancels.compute };
        counter.add(1);
        // What the user put there may take its time to go, without the lock.
    }

    /// The next batch for a free replica. `waits`: whether to wait for one.
    pub(super) fn next(&self, waits: bool) -> Next {
        let mut state = self.lock();
        loop {
            if state.scheduler.waiting() == 0 {
                if state.ending {
                    return Next::End;
                }
                if !waits {
                    return Next::Nothing;
                }
                state = self.wait(state, None);
                continue;
            }
            // The batch is composed once the device is free, so that it holds what waits then.
            let permit = match &self.resource {
                Some(resource) => {
                    drop(state);
                    let permit = resource.acquire();
                    state = self.lock();
                    Some(permit)
                }
                None => None,
            };
            match state.scheduler.poll(self.moment(Instant::now())) {
                Decision::Launch { batch, expired } => {
                    drop(state);
                    let_go(expired);
                    return Next::Batch(batch, permit);
                }
                Decision::Wait { until, expired } => {
                    drop(permit);
                    if expired.is_empty() && waits {
                        state = self.wait(state, until);
                        continue;
                    }
                    drop(state);
                    let_go(expired);
                    if !waits {
                        return Next::Nothing;
                    }
                    state = self.lock();
                }
            }
        }
    }

    fn wait<'a>(&self, mut state: MutexGuard<'a, State>, until: Option<Moment>) -> MutexGuard<'a, State> {
        state.idle += 1;
        let mut state = match until {
            None => self.wake.wait(state).unwrap_or_else(std::sync::PoisonError::into_inner),
            Some(until) => {
                let pause = until.since(self.moment(Instant::now()));
                self.wake.wait_timeout(state, pause).unwrap_or_else(std::sync::PoisonError::into_inner).0
            }
        };
        state.idle -= 1;
        state
    }

    /// Tells how long a batch took, or that it tells nothing.
    pub(super) fn finished(&self, batch: BatchId, took: Option<Duration>) {
        self.lock().scheduler.finished(batch, took);
    }

    /// Says what a replica is doing.
    pub(super) fn enter(&self, replica: usize, phase: Phase) {
        self.lock().replicas[replica] = phase;
        self.changed.notify_waiters();
    }

    /// Waits before a replica is tried again. `false`: the version ends.
    pub(super) fn pause(&self, pause: Duration) -> bool {
        let until = Instant::now() + pause;
        let mut state = self.lock();
        while !state.ending {
            let left = until.saturating_duration_since(Instant::now());
            if left.is_zero() {
                return true;
            }
            state = self.wake.wait_timeout(state, left).unwrap_or_else(std::sync::PoisonError::into_inner).0;
        }
        false
    }

    /// Takes no more jobs; what waits is still answered, then the replicas end.
    pub(super) fn end(&self) {
        self.lock().ending = true;
        self.wake.notify_all();
    }

    pub(super) fn is_ending(&self) -> bool {
        self.lock().ending
    }

    pub(super) fn readiness(&self) -> Readiness {
        self.lock().readiness()
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
    pub(super) fn snapshot(&self) -> super::scheduler::Snapshot {
        let now = self.moment(Instant::now());
        self.lock().scheduler.snapshot(now)
    }

    /// How many replicas compute.
    pub(super) fn busy(&self) -> usize {
        let state = self.lock();
        let ready = state.replicas.iter().filter(|phase| **phase == Phase::Ready).count();
        ready.saturating_sub(state.idle)
    }

    /// What its replicas are doing.
    pub(super) fn phases(&self) -> Vec<Phase> {
        self.lock().replicas.clone()
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
        if self.ending {
            return Some(Failure::Stopping);
        }
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

/// Drops, without the lock, what users put there; who waits for it learns why.
fn let_go(late: Vec<(Ticket, Job)>) {
    for (_, job) in late {
        job.slot.expire();
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

impl std::fmt::Debug for Version {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Version").field("label", &self.label).finish_non_exhaustive()
    }
}
