//! `/-/models`: what the models do and why, as JSON.

use serde::Serialize;

use crate::model::{Closed, Models, Phase, Reading};

#[derive(Serialize)]
struct Page {
    models: Vec<Model>,
}

/// One version of a model.
#[derive(Serialize)]
struct Model {
    #[serde(rename = "model")]
    name: String,
    version: String,
    role: &'static str,
    ready: bool,
    replicas: Vec<Replica>,
    /// Replicas that compute.
    busy: usize,
    answered: u64,
    failed: u64,
    refused: u64,
    cancelled: u64,
    waiting: usize,
    waiting_cost: u64,
    running: usize,
    predicted_wait_ms: f64,
    arrivals_per_second: f64,
    /// Milliseconds that a batch takes: `fixed + per_cost * cost`.
    estimate: Line,
    last_batches: Vec<Batch>,
}

#[derive(Serialize)]
struct Replica {
    state: &'static str,
    #[serde(skip_serializing_if = "Option::is_none")]
    reason: Option<String>,
}

#[derive(Serialize)]
struct Line {
    fixed_ms: f64,
    per_cost_ms: f64,
}

#[derive(Serialize)]
struct Batch {
    size: usize,
    cost: u64,
    padding: f64,
    closed: &'static str,
}

/// The text of the page.
pub(super) fn page(models: &Models) -> Vec<u8> {
    let models = models.readings().into_iter().map(model).collect();
    serde_json::to_vec(&Page { models }).expect("texts and numbers are JSON")
}

fn model(reading: Reading) -> Model {
    let version = reading.version().to_owned();
    let meter = reading.meter();
    let shed = &meter.shed;
    let refused = [&shed.deadline, &shed.full, &shed.too_large, &shed.not_ready, &shed.drain];
    let refused = refused.iter().map(|counter| counter.get()).sum();
    let cancelled = meter.cancelled.queue.get() + meter.cancelled.compute.get();
    let (answered, failed) = (meter.answered.get(), meter.failed.get());
    let Reading { model, role, state, phases, busy, is_ready, .. } = reading;
    let millis = |duration: std::time::Duration| (duration.as_secs_f64() * 1e6).round() / 1e3;
    let batches = state.last.iter().map(|batch| Batch {
        size: batch.size,
        cost: batch.cost,
        padding: batch.padding,
        closed: closed(batch.closed),
    });
    Model {
        name: model,
        version,
        role,
        ready: is_ready,
        replicas: phases.into_iter().map(replica).collect(),
        busy,
        answered,
        failed,
        refused,
        cancelled,
        waiting: state.waiting,
        waiting_cost: state.waiting_cost,
        running: state.running,
        predicted_wait_ms: millis(state.predicted_wait),
        arrivals_per_second: (state.arrivals * 10.0).round() / 10.0,
        estimate: Line { fixed_ms: millis(state.fixed), per_cost_ms: millis(state.per_cost) },
        last_batches: batches.collect(),
    }
}

fn replica(phase: Phase) -> Replica {
    let (state, reason) = match phase {
        Phase::Loads => ("loads", None),
        Phase::WarmsUp => ("warms_up", None),
        Phase::Ready => ("ready", None),
        Phase::Failed(reason) => ("failed", Some(reason)),
        Phase::Gone => ("gone", None),
    };
    Replica { state, reason }
}

fn closed(why: Closed) -> &'static str {
    match why {
        Closed::Full => "it had the most items",
        Closed::Budget => "the next would cost too much",
        Closed::Drained => "nothing else waited",
        Closed::Scan => "enough was looked at",
    }
}
