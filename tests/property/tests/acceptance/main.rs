//! The document is the behaviour: a body is accepted if and only if the `jsonschema` crate accepts it under the schema in the
//! app's own document, and what is answered is as documented.
//!
//! Bodies are made of valid ones by a few random changes each, from a fixed seed. What both sides are known to judge
//! differently is in [`exceptions`].

mod change;
mod exceptions;
mod operations;
mod samples;
mod shapes;

use std::collections::BTreeMap;

use aiserve::prelude::*;
use fastrand::Rng;
use serde_json::Value;

use crate::exceptions::Claim;
use crate::operations::{Operation, operations};

/// Changed bodies of each operation, and where they start: `CASES=100000 SEED=7` in the environment tries others.
const CASES: u64 = 1_500;
const SEED: u64 = 1;
/// Disagreements of one operation that are shown.
const SHOWN: usize = 3;

fn setting(name: &str) -> Option<u64> {
    std::env::var(name).ok()?.parse().ok()
}

/// What a service and its document say to bodies.
#[derive(Default)]
struct Tally {
    accepted: usize,
    refused: usize,
    excepted: usize,
    /// By operation.
    disagreements: BTreeMap<String, Vec<String>>,
}

impl Tally {
    /// Sends a body; tells whether it was accepted.
    async fn judge(&mut self, client: &TestClient, operation: &Operation, body: &Value) -> bool {
        let reply = client.post(&operation.path).json(body).send().await;
        let (accepted, wrong) = match reply.status().as_u16() {
            200 => (true, operation.wrong_answer(&reply.json())),
            204 => (true, None),
            422 => (false, None),
            status => (false, Some(format!("status {status}"))),
        };
        *(if accepted { &mut self.accepted } else { &mut self.refused }) += 1;
        let claim = exceptions::claim(&operation.path);
        let wrong = match (accepted, operation.accepts(body)) {
            (true, false) if claim != Claim::Answers => Some("accepted, not by the schema".to_owned()),
            (false, true) if claim == Claim::Exact => Some(format!("refused, not by the schema: {}", reply.text())),
            _ => wrong,
        };
        if let Some(wrong) = wrong {
            self.disagreements.entry(operation.path.clone()).or_default().push(format!("{body}: {wrong}"));
        }
        accepted
    }

    fn assert_agreement(mut self) {
        let Self { accepted, refused, excepted, .. } = self;
        let mut shown = Vec::new();
        for (path, disagreements) in &mut self.disagreements {
            disagreements.sort_by_key(String::len);
            disagreements.dedup();
            shown.extend(disagreements.iter().take(SHOWN).map(|disagreement| format!("{path}: {disagreement}")));
        }
        assert!(shown.is_empty(), "the shortest disagreements of each operation are:\n{}", shown.join("\n"));
        println!("{accepted} bodies accepted, {refused} refused, {excepted} left out");
        assert!(
            accepted * 5 > refused && refused * 5 > accepted,
            "{accepted} accepted, {refused} refused: too far off"
        );
    }
}

/// Compares an app's answers with its document, on the examples of its operations and on changes of them.
async fn compare(app: App<()>, examples: impl Fn(&Operation) -> Vec<Value>, least: usize) {
    let document: Value = serde_json::from_str(&app.openapi().expect("a document")).expect("JSON");
    let operations: Vec<_> =
        operations(&document).into_iter().map(|operation| (examples(&operation), operation)).collect();
    let everything: Vec<&Value> = operations.iter().flat_map(|(examples, _)| examples).collect();
    assert!(operations.len() >= least, "{} operations", operations.len());
    let client = TestClient::new(app).await;
    let mut rng = Rng::with_seed(setting("SEED").unwrap_or(SEED));
    let mut tally = Tally::default();
    for (examples, operation) in &operations {
        assert!(!examples.is_empty(), "{} has no example", operation.path);
        for example in examples {
            let is_accepted = tally.judge(&client, operation, example).await;
            assert!(is_accepted, "{} refuses its example {example}", operation.path);
        }
        for _ in 0..setting("CASES").unwrap_or(CASES) {
            let mut body = rng.choice(examples).expect("there is one").clone();
            for _ in 0..rng.usize(1..=3) {
                change::change(&mut body, &mut rng, &operation.words, &everything);
            }
            if exceptions::is_known(&operation.path, &body) {
                tally.excepted += 1;
            } else {
                tally.judge(&client, operation, &body).await;
            }
        }
    }
    tally.assert_agreement();
}

#[tokio::test]
async fn shapes_of_every_kind() {
    compare(shapes::app(), |operation| operation.examples.clone(), 55).await;
}

#[tokio::test]
async fn the_zoo() {
    let samples = samples::samples();
    compare(zoo::app(), |operation| samples.get(operation.path.as_str()).cloned().unwrap_or_default(), 22).await;
}
