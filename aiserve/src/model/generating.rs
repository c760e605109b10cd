//! Inputs through a model that answers them step by step.

use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

use tokio::sync::mpsc;

use super::Failure;
use super::generate::{Generate, Running};
use super::replica::{Ended, Engine, message};
use super::resource::Resource;
use super::scheduler::{Batch, BatchId, Picked};
use super::spans::Doing;
use super::version::{Job, Next, Version};
use crate::Result;

/// What a request leaves in the queue.
pub(super) struct Asked<G: Generate> {
    pub(super) input: G::Input,
    pub(super) sink: mpsc::UnboundedSender<Told<G::Token>>,
}

/// What it is told.
pub(super) enum Told<T> {
    Token(T),
    End(Result<(), Failure>),
}

/// A model on its thread.
pub(super) struct Generating<G: Generate> {
    model: G,
    running: Vec<Running<G>>,
    /// What the scheduler knows them by, and since when they run: in the order of `running`.
    batches: Vec<(BatchId, Instant)>,
    places: usize,
    resource: Option<Resource>,
}

/// The model panicked: what it said.
struct Panicked(String);

impl<G: Generate> Generating<G> {
    /// `places`: how many inputs run side by side.
    pub(super) fn new(model: G, places: usize, resource: Option<Resource>) -> Self {
        Self { model, running: Vec::with_capacity(places), batches: Vec::with_capacity(places), places, resource }
    }

    /// Begins what waits, as far as there are places; waits for something if nothing runs.
    fn fill(&mut self, version: &Version) -> Result<bool, Panicked> {
        while self.running.len() < self.places {
            match version.next(self.running.is_empty()) {
                Next::Batch(batch, _) => self.join(version, batch)?,
                Next::Nothing => break,
                Next::End => return Ok(!self.running.is_empty()),
            }
        }
        Ok(true)
    }

    fn join(&mut self, version: &Version, batch: Batch<Job>) -> Result<(), Panicked> {
        let (id, began) = (batch.id, Instant::now());
        for Picked { item, enqueued, .. } in batch.items {
            let Job { payload, slot, queued: _ } = item;
            version.meter.queue_seconds.record_duration(version.moment(began).since(enqueued));
            let Ok(asked) = payload.downcast::<Asked<G>>() else {
                unreachable!("a queue has the questions of its own model")
            };
            let Asked { input, sink } = *asked;
            let model = &mut self.model;
            let state = catch_unwind(AssertUnwindSafe(|| model.join(input)));
            // Of nobody who is gone is the end interesting.
            match state {
                Ok(Ok(state)) => {
                    let (is_over, last, fresh) = (false, None, 0);
                    self.running.push(Running { state, sink, slot, is_over, enqueued, last, fresh });
                    self.batches.push((id, began));
                }
                Ok(Err(problem)) => {
                    let _ = sink.send(Told::End(Err(Failure::Item(problem))));
                    version.finished(id, None);
                }
                Err(panic) => {
                    let message = message(&*panic);
                    let _ = sink.send(Told::End(Err(Failure::Panicked(message.clone()))));
                    version.finished(id, None);
                    return Err(Panicked(message));
                }
            }
        }
        Ok(())
    }

    fn step(&mut self, version: &Version) -> Result<(), Panicked> {
        let (model, running) = (&mut self.model, &mut self.running);
        let permit = self.resource.as_ref().map(Resource::acquire);
        let stepped = {
            let _compute = Doing::compute(running.len());
            catch_unwind(AssertUnwindSafe(|| model.step(running)))
        };
        drop(permit);
        stepped.map_err(|panic| Panicked(message(&*panic)))?;
        self.measure(version);
        self.leave(version);
        Ok(())
    }

    /// Measures what a step gave.
    fn measure(&mut self, version: &Version) {
        let (now, meter) = (version.moment(Instant::now()), &version.meter);
        meter.batch_size.record(f64::from(u32::try_from(self.running.len()).unwrap_or(u32::MAX)));
        for one in self.running.iter_mut().filter(|one| one.fresh > 0) {
            match one.last {
                None => meter.first_token_seconds.record_duration(now.since(one.enqueued)),
                Some(last) => meter.token_gap_seconds.record_duration(now.since(last)),
            }
            meter.tokens.add(std::mem::take(&mut one.fresh));
            one.last = Some(now);
        }
    }

    /// Lets those go that are over.
    fn leave(&mut self, version: &Version) {
        let mut place = 0;
        while place < self.running.len() {
            if self.running[place].is_over() {
                let gone = self.running.swap_remove(place);
                version.meter.answered.add(usize::from(gone.is_over));
                let (id, began) = self.batches.swap_remove(place);
                // One that was cut short says nothing of how long the others take.
                version.finished(id, gone.is_over.then(|| began.elapsed()));
            } else {
                place += 1;
            }
        }
    }
}

impl<G: Generate> Engine for Generating<G> {
    fn warm_up(&mut self) -> Result<()> {
        self.model.warm_up()
    }

    fn work(&mut self, version: &Version) -> Ended {
        loop {
            let done = match self.fill(version) {
                Ok(false) => return Ended::WithItsVersion,
                Ok(true) => self.step(version),
                Err(panicked) => Err(panicked),
            };
            if let Err(Panicked(message)) = done {
                for one in &mut self.running {
                    one.end(Failure::Panicked(message.clone()));
                }
                for (id, _) in self.batches.drain(..) {
                    version.finished(id, None);
                }
                return Ended::Broken;
            }
        }
    }
}
