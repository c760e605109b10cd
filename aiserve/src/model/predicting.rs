//! Batches through a model that answers them at once.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::sync::Arc;
use std::time::{Duration, Instant};

use tokio::sync::oneshot;

use super::Failure;
use super::predict::{Batch, Cancelled, Predict};
use super::replica::{Ended, Engine, Replica, message};
use super::scheduler::{self, Picked};
use super::slot::Slot;
use super::spans::Doing;
use super::timing::Timing;
use super::version::{Job, Next, Version};
use crate::Result;

/// What a request leaves in the queue.
pub(super) struct Ask<M: Predict> {
    pub(super) input: M::Input,
    pub(super) reply: oneshot::Sender<Answer<M::Output>>,
}

/// What it gets.
pub(super) struct Answer<T> {
    pub(super) result: Result<T, Failure>,
    pub(super) timing: Timing,
}

/// Copies an input of a model.
pub(super) type Copies<M> = fn(&<M as Predict>::Input) -> <M as Predict>::Input;

/// How a model is made.
pub(super) type Make<M> = Arc<dyn Fn(&Replica) -> Result<M> + Send + Sync>;

/// A model on its thread.
pub(super) struct Predicting<M: Predict> {
    /// Nothing while a broken one is being made anew.
    model: Option<M>,
    make: Make<M>,
    replica: Replica,
    /// Copies an input, so that the culprit of a panic can be found.
    copy: Option<Copies<M>>,
}

/// A request whose input is being computed.
struct Running<T> {
    slot: Arc<Slot>,
    reply: oneshot::Sender<Answer<T>>,
    queue: Duration,
}

/// Inputs that are computed together, and whose they are.
struct Part<M: Predict> {
    inputs: Vec<M::Input>,
    running: Vec<Running<M::Output>>,
}

impl<M: Predict> Predicting<M> {
    pub(super) fn new(make: Make<M>, replica: &Replica, copy: Option<Copies<M>>) -> Result<Self> {
        let model = Some(make(replica)?);
        Ok(Self { model, make, replica: replica.clone(), copy })
    }

    /// Answers one batch. `Err`: the model broke and could not be made anew.
    fn answer(&mut self, version: &Version, batch: scheduler::Batch<Job>) -> Result<(), ()> {
        let composed = Instant::now();
        let id = batch.id;
        let queued = batch.items.iter().map(|picked| &picked.item.queued);
        let _batch = Doing::batch(&version.model, &version.label, queued);
        version.meter.batch_padding.record(batch.padding);
        let mut parts = vec![Part::of(version, batch, composed)];
        let mut took = None;
        let mut outcome = Ok(());
        // The halves of a part that broke come next, so that answers leave in the order of the queue.
        while let Some(part) = parts.pop() {
            match self.run(version, part, composed) {
                Ok(time) => took = Some(time),
                Err(Broke { halves, message }) => {
                    took = None;
                    parts.extend(halves);
                    if self.remade().is_ok() {
                        version.meter.restarts.add(1);
                    } else {
                        outcome = Err(());
                        for part in parts.drain(..) {
                            part.fail(version, || Failure::Panicked(message.clone()), Timing::default());
                        }
                    }
                }
            }
        }
        version.finished(id, took);
        outcome
    }

    /// Computes a part and answers its requests.
    fn run(&mut self, version: &Version, part: Part<M>, composed: Instant) -> Result<Duration, Broke<M>> {
        let Part { inputs, running } = part;
        let size = inputs.len();
        let Some(model) = &mut self.model else {
            let message = "it could not be made anew".to_owned();
            Part::<M> { inputs, running }.fail(version, || Failure::Panicked(message.clone()), Timing::default());
            return Ok(Duration::ZERO);
        };
        let copies = self.copy.filter(|_| size > 1).map(|copy| inputs.iter().map(copy).collect::<Vec<_>>());
        let cancelled = Cancelled(running.iter().map(|request| Arc::clone(&request.slot)).collect());
        let started = Instant::now();
        let results = {
            let _compute = Doing::compute(size);
            catch_unwind(AssertUnwindSafe(|| model.predict(Batch { inputs, cancelled })))
        };
        let compute = started.elapsed();
        let timing = Timing { queue: Duration::ZERO, batch: started - composed, compute, size };
        match results {
            Ok(results) if results.len() == size => {
                version.meter.measure(&timing, version.limits.max_batch);
                for (request, result) in running.into_iter().zip(results) {
                    request.answer(version, result.map_err(Failure::Item), timing);
                }
                Ok(compute)
            }
            Ok(results) => {
                let results = results.len();
                Part::<M> { inputs: Vec::new(), running }.fail(
                    version,
                    || Failure::Mismatch { inputs: size, results },
                    timing,
                );
                Ok(compute)
            }
            Err(panic) => {
                let message = message(&*panic);
                self.model = None;
                let halves = if let Some(copies) = copies {
                    Part::<M> { inputs: copies, running }.halves()
                } else {
                    let part = Part::<M> { inputs: Vec::new(), running };
                    part.fail(version, || Failure::Panicked(message.clone()), timing);
                    Vec::new()
                };
                Err(Broke { halves, message })
            }
        }
    }

    /// Makes the model anew after a panic, whose state nobody knows.
    fn remade(&mut self) -> Result<()> {
        let make = || {
            let mut model = (self.make)(&self.replica)?;
            model.warm_up()?;
            Ok(model)
        };
        self.model = Some(
            catch_unwind(AssertUnwindSafe(make))
                .unwrap_or_else(|panic| Err(crate::Problem::internal(format!("it panicked: {}", message(&*panic)))))?,
        );
        Ok(())
    }
}

/// A model broke on a part: what is still to be tried, and what it said.
struct Broke<M: Predict> {
    halves: Vec<Part<M>>,
    message: String,
}

impl<M: Predict> Part<M> {
    fn of(version: &Version, batch: scheduler::Batch<Job>, composed: Instant) -> Self {
        let now = version.moment(composed);
        let mut part =
            Self { inputs: Vec::with_capacity(batch.items.len()), running: Vec::with_capacity(batch.items.len()) };
        for Picked { item, enqueued, .. } in batch.items {
            let Job { payload, slot, queued: _ } = item;
            let Ok(ask) = payload.downcast::<Ask<M>>() else { unreachable!("a queue has the asks of its own model") };
            let Ask { input, reply } = *ask;
            part.inputs.push(input);
            part.running.push(Running { slot, reply, queue: now.since(enqueued) });
        }
        part
    }

    /// The second half is last, to be taken first by who pops: so it is the first half of the requests.
    fn halves(mut self) -> Vec<Self> {
        let middle = self.inputs.len() / 2;
        let rest = Self { inputs: self.inputs.split_off(middle), running: self.running.split_off(middle) };
        vec![rest, self]
    }

    fn fail(self, version: &Version, failure: impl Fn() -> Failure, timing: Timing) {
        for request in self.running {
            request.answer(version, Err(failure()), timing);
        }
    }
}

impl<T> Running<T> {
    fn answer(self, version: &Version, result: Result<T, Failure>, timing: Timing) {
        let meter = &version.meter;
        meter.queue_seconds.record_duration(self.queue);
        if result.is_ok() { &meter.answered } else { &meter.failed }.add(1);
        // Nobody may wait any more, which is as well.
        let _ = self.reply.send(Answer { result, timing: Timing { queue: self.queue, ..timing } });
    }
}

impl<M: Predict> Engine for Predicting<M> {
    fn warm_up(&mut self) -> Result<()> {
        self.model.as_mut().map_or(Ok(()), Predict::warm_up)
    }

    fn work(&mut self, version: &Version) -> Ended {
        while let Next::Batch(batch, permit) = version.next(true) {
            let answered = self.answer(version, batch);
            drop(permit);
            if answered.is_err() {
                return Ended::Broken;
            }
        }
        Ended::WithItsVersion
    }
}
