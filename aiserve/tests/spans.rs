//! The spans of a request's way through a model, and what the log says, as a subscriber sees them.

#![cfg(feature = "tracing")]
#![allow(clippy::unwrap_used, reason = "in a test, an error where there should be none is a failure")]

use std::collections::HashMap;
use std::fmt::Write;
use std::sync::{Arc, Mutex};

use aiserve::model::{Batch, Model, Predict};
use aiserve::prelude::*;
use tracing::field::{Field, Visit};
use tracing::span::{Attributes, Id};
use tracing::{Event, Instrument, Subscriber, info_span};
use tracing_subscriber::Registry;
use tracing_subscriber::layer::{Context, Layer, SubscriberExt};
use tracing_subscriber::registry::LookupSpan;

/// What happened to spans, in order.
#[derive(Clone, Default)]
struct Seen(Arc<Mutex<Notes>>);

#[derive(Default)]
struct Notes {
    names: HashMap<u64, String>,
    lines: Vec<String>,
}

/// The fields of a span as text.
struct Fields(String);

impl Visit for Fields {
    fn record_debug(&mut self, field: &Field, value: &dyn std::fmt::Debug) {
        write!(self.0, " {field}={value:?}").unwrap();
    }
}

impl<S: Subscriber + for<'a> LookupSpan<'a>> Layer<S> for Seen {
    fn on_new_span(&self, attributes: &Attributes<'_>, id: &Id, context: Context<'_, S>) {
        let mut fields = Fields(attributes.metadata().name().to_owned());
        attributes.record(&mut fields);
        let parent = context.span(id).unwrap().parent().map_or("nothing", |parent| parent.name());
        let mut notes = self.0.lock().unwrap();
        notes.names.insert(id.into_u64(), attributes.metadata().name().to_owned());
        notes.lines.push(format!("{} in {parent}", fields.0));
    }

    fn on_follows_from(&self, span: &Id, follows: &Id, _: Context<'_, S>) {
        let mut notes = self.0.lock().unwrap();
        let line = format!("{} follows {}", notes.names[&span.into_u64()], notes.names[&follows.into_u64()]);
        notes.lines.push(line);
    }

    fn on_event(&self, event: &Event<'_>, _: Context<'_, S>) {
        let mut fields = Fields(format!("{} of {}", event.metadata().level(), event.metadata().target()));
        event.record(&mut fields);
        self.0.lock().unwrap().lines.push(fields.0);
    }

    fn on_close(&self, id: Id, _: Context<'_, S>) {
        let mut notes = self.0.lock().unwrap();
        let line = format!("{} ends", notes.names[&id.into_u64()]);
        notes.lines.push(line);
    }
}

struct Doubles;

impl Predict for Doubles {
    type Input = u32;
    type Output = u32;

    fn predict(&mut self, batch: Batch<u32>) -> Vec<Result<u32>> {
        tracing::info_span!("mine").in_scope(|| batch.into_iter().map(|number| Ok(2 * number)).collect())
    }
}

#[tokio::test]
async fn a_request_waits_then_is_computed_in_a_batch() {
    let seen = Seen::default();
    tracing::subscriber::set_global_default(Registry::default().with(seen.clone())).unwrap();
    let model = Model::builder(|_| Ok::<_, Problem>(Doubles)).name("doubles").start().unwrap();
    model.ready().await.unwrap();
    assert_eq!(model.predict(4).instrument(info_span!("request")).await.unwrap(), 8);
    // The replica's last spans end a little after the answer left.
    while !seen.0.lock().unwrap().lines.iter().any(|line| line == "batch ends") {
        tokio::task::yield_now().await;
    }
    let notes = seen.0.lock().unwrap();
    let lines: Vec<&str> = notes.lines.iter().map(String::as_str).filter(|line| *line != "request ends").collect();
    assert_eq!(
        lines,
        [
            "request in nothing",
            "queue model=\"doubles\" in request",
            "batch model=\"doubles\" version=\"1\" size=1 in nothing",
            "batch follows queue",
            "queue ends",
            "compute size=1 in batch",
            "mine in compute",
            "mine ends",
            "compute ends",
            "batch ends",
        ]
    );
}

/// Fails.
#[endpoint(GET "/disk")]
async fn disk() -> Result<NoContent> {
    Err(Problem::internal(std::io::Error::other("the disk is full")))
}

#[tokio::test]
async fn the_log_is_events_of_the_subscriber() {
    let client = TestClient::new(App::stateless().mount(routes![disk])).await;
    let seen = Seen::default();
    let _guard = tracing::subscriber::set_default(Registry::default().with(seen.clone()));
    client.get("/disk").header("x-request-id", "order-7").send().await.assert_status(500);
    let fields = "request_id=\"order-7\" method=\"GET\" route=\"/disk\" status=500";
    assert_eq!(seen.0.lock().unwrap().lines, [format!("ERROR of aiserve message=the disk is full {fields}")]);
}
