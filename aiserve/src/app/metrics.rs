//! `/metrics`: the numbers of the routes and the models in the
//! [text format of Prometheus](https://prometheus.io/docs/instrumenting/exposition_formats/), version 0.0.4.

use std::fmt::Error;
use std::sync::Arc;

use prometheus_client::collector::Collector;
use prometheus_client::encoding::{DescriptorEncoder, MetricEncoder, NoLabelSet, prometheus_text};
use prometheus_client::metrics::MetricType;
use prometheus_client::registry::Registry;

use super::way::Way;
use crate::model::{Counter, Histogram, Meter, Models, Reading};

/// What the page is written in.
pub(super) const MEDIA_TYPE: &str = prometheus_text::CONTENT_TYPE;

/// The text of the page.
pub(super) fn page(models: &Models, ways: &Arc<[Arc<Way>]>) -> String {
    let mut registry = Registry::with_prefix("aiserve");
    registry.register_collector(Box::new(OfRoutes(Arc::clone(ways))));
    registry.register_collector(Box::new(OfModels(models.readings())));
    let mut page = String::new();
    // Writing to a string does not fail.
    let _ = prometheus_text::encode(&mut page, &registry);
    page
}

type Labels<'a> = Vec<(&'a str, &'a str)>;

/// The metrics of routes. Their templates are the labels, so that their number does not grow with the requests.
#[derive(Debug)]
struct OfRoutes(Arc<[Arc<Way>]>);

impl Collector for OfRoutes {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), Error> {
        let help = "Requests answered, by route and status; without a route, those that none answers.";
        let mut metric = encoder.encode_descriptor("requests", help, None, MetricType::Counter)?;
        for way in &*self.0 {
            for (status, count) in way.counts() {
                let status = status.to_string();
                let labels: Labels<'_> = way.labels().into_iter().chain([("status", status.as_str())]).collect();
                metric.encode_family(&labels)?.encode_counter::<NoLabelSet, u64, u64>(&count, None)?;
            }
        }
        let help = "Requests under way, until the head of their reply.";
        let mut metric = encoder.encode_descriptor("requests_inflight", help, None, MetricType::Gauge)?;
        for way in &*self.0 {
            metric.encode_family(&way.labels())?.encode_gauge(&i64::try_from(way.under_way()).unwrap_or(i64::MAX))?;
        }
        Ok(())
    }
}

/// The metrics of models.
#[derive(Debug)]
struct OfModels(Vec<Reading>);

impl Collector for OfModels {
    fn encode(&self, mut encoder: DescriptorEncoder<'_>) -> Result<(), Error> {
        // Without a sample a metric is only noise.
        if self.0.is_empty() {
            return Ok(());
        }
        for (name, help, value) in GAUGES {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Gauge)?;
            self.each(|reading, labels| metric.encode_family(labels)?.encode_gauge(&value(reading)))?;
        }
        for (name, help, histogram) in HISTOGRAMS {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Histogram)?;
            self.each(|reading, labels| write_histogram(metric.encode_family(labels)?, histogram(reading.meter())))?;
        }
        for (name, help, label, counters) in COUNTERS {
            let mut metric = encoder.encode_descriptor(name, help, None, MetricType::Counter)?;
            self.each(|reading, labels| {
                for (value, counter) in counters(reading.meter()) {
                    let labels: Labels<'_> = labels.iter().copied().chain([(*label, value)]).collect();
                    let mut sample = metric.encode_family(&labels)?;
                    sample.encode_counter::<NoLabelSet, u64, u64>(&counter.get(), None)?;
                }
                Ok(())
            })?;
        }
        Ok(())
    }
}

impl OfModels {
    fn each(&self, mut write: impl FnMut(&Reading, &Labels<'_>) -> Result<(), Error>) -> Result<(), Error> {
        self.0.iter().try_for_each(|reading| {
            let labels = vec![("model", reading.model.as_str()), ("version", reading.version())];
            write(reading, &labels)
        })
    }
}

fn write_histogram(mut sample: MetricEncoder<'_>, histogram: &Histogram) -> Result<(), Error> {
    let (sum, buckets) = histogram.read();
    let count = buckets.iter().map(|(_, count)| count).sum();
    sample.encode_histogram::<NoLabelSet>(sum, count, &buckets, None)
}

/// Name, help, and where the value is.
type Gauge = (&'static str, &'static str, fn(&Reading) -> f64);

#[rustfmt::skip]
const GAUGES: &[Gauge] = &[
    ("queue_depth", "Requests that wait for a replica.", |reading| count(reading.state.waiting)),
    ("queue_cost", "What those that wait cost together.", |reading| cost(reading.state.waiting_cost)),
    ("inflight", "Requests that wait or are computed.", |reading| count(reading.state.waiting + reading.state.running)),
    ("replica_busy", "Replicas that compute.", |reading| count(reading.busy)),
    ("predicted_wait_seconds", "How long a request that comes now would wait: the signal to scale by.",
        |reading| reading.state.predicted_wait.as_secs_f64()),
    ("model_ready", "1 if all replicas are loaded and warm.", |reading| f64::from(u8::from(reading.is_ready))),
];

type HistogramOf = (&'static str, &'static str, fn(&Meter) -> &Histogram);

#[rustfmt::skip]
const HISTOGRAMS: &[HistogramOf] = &[
    ("queue_seconds", "From a request's arrival to its batch.", |meter| &meter.queue_seconds),
    ("compute_seconds", "The model's own time for a batch.", |meter| &meter.compute_seconds),
    ("batch_size", "Inputs in a batch, or in a step of a generating model.", |meter| &meter.batch_size),
    ("batch_fill_ratio", "Size of a batch to the largest.", |meter| &meter.batch_fill),
    ("batch_padding_ratio", "Share of a padded batch that is padding.", |meter| &meter.batch_padding),
    ("ttft_seconds", "From a request's arrival to its first token.", |meter| &meter.first_token_seconds),
    ("itl_seconds", "From one token to the next.", |meter| &meter.token_gap_seconds),
];

/// Name, help, name of the last label, and its values with their counters.
type Counters = (&'static str, &'static str, &'static str, fn(&Meter) -> Vec<(&'static str, &Counter)>);

#[rustfmt::skip]
const COUNTERS: &[Counters] = &[
    ("shed", "Requests refused, by reason.", "reason", |meter| {
        let shed = &meter.shed;
        vec![
            ("deadline", &shed.deadline), ("full", &shed.full), ("too_large", &shed.too_large),
            ("not_ready", &shed.not_ready), ("drain", &shed.drain),
        ]
    }),
    ("cancelled", "Requests nobody waited for any more, by where they were.", "stage",
        |meter| vec![("queue", &meter.cancelled.queue), ("compute", &meter.cancelled.compute)]),
    ("predictions", "Requests that a replica answered, by outcome.", "outcome",
        |meter| vec![("ok", &meter.answered), ("error", &meter.failed)]),
    ("tokens", "Tokens generated.", "kind", |meter| vec![("output", &meter.tokens)]),
    ("replica_restarts", "Replicas made anew after a panic.", "reason", |meter| vec![("panic", &meter.restarts)]),
];

#[allow(clippy::cast_precision_loss, reason = "exact up to 2^53")]
fn count(number: usize) -> f64 {
    number as f64
}

#[allow(clippy::cast_precision_loss, reason = "exact up to 2^53")]
fn cost(number: u64) -> f64 {
    number as f64
}
