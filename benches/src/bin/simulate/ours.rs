//! The scheduler that aiserve ships, in simulated time.

use std::time::Duration;

use aiserve::model::scheduler::{BatchId, Decision, Limits, Moment, Request, Scheduler};

use crate::world::{Item, MAX_BATCH, Policy};

pub(crate) struct Ours {
    scheduler: Scheduler<Item>,
    running: Vec<Option<BatchId>>,
    wake: Option<f64>,
    allowed: Duration,
}

impl Ours {
    /// `allowed`: how long each request may take.
    pub(crate) fn new(replicas: usize, allowed: Duration) -> Self {
        let mut limits = Limits::default();
        limits.max_batch = MAX_BATCH;
        limits.replicas = replicas;
        limits.max_waiting = usize::MAX;
        Self { scheduler: Scheduler::new(limits), running: vec![None; replicas], wake: None, allowed }
    }
}

fn moment(seconds: f64) -> Moment {
    Moment::after(Duration::from_secs_f64(seconds))
}

impl Policy for Ours {
    fn arrive(&mut self, now: f64, item: Item) -> bool {
        let now = moment(now);
        self.scheduler.offer(now, Request::new(1, now + self.allowed), item).is_ok()
    }

    fn idle(&mut self, now: f64, replica: usize) -> Vec<Item> {
        match self.scheduler.poll(moment(now)) {
            Decision::Launch { batch, .. } => {
                self.running[replica] = Some(batch.id);
                self.wake = None;
                batch.items.into_iter().map(|picked| picked.item).collect()
            }
            Decision::Wait { until, .. } => {
                // Not at the moment itself: simulated time has rounded it.
                self.wake = until.map(|until| until.since(Moment::default()).as_secs_f64() + 1e-7);
                Vec::new()
            }
        }
    }

    fn wake(&self) -> Option<f64> {
        self.wake
    }

    fn finished(&mut self, replica: usize, took: f64) {
        if let Some(batch) = self.running[replica].take() {
            self.scheduler.finished(batch, Some(Duration::from_secs_f64(took)));
        }
    }
}
