//! New versions: on a share of the requests, beside them, in place of the old one.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};

use aiserve::Problem;
use aiserve::model::{Batch, Model, Predict, Replica, Use};

use crate::{until, within};

/// Answers which version it is, and counts what it was asked.
struct Numbered(u32, Arc<AtomicUsize>);

impl Predict for Numbered {
    type Input = u32;
    type Output = u32;

    fn predict(&mut self, batch: Batch<u32>) -> Vec<aiserve::Result<u32>> {
        self.1.fetch_add(batch.len(), Ordering::SeqCst);
        batch.into_iter().map(|_| Ok(self.0)).collect()
    }
}

/// What makes a version, and how many requests it had.
fn version(number: u32) -> (impl Fn(&Replica) -> Result<Numbered, Problem> + Send + Sync, Arc<AtomicUsize>) {
    let asked = Arc::new(AtomicUsize::new(0));
    let counted = Arc::clone(&asked);
    (move |_: &Replica| Ok(Numbered(number, Arc::clone(&counted))), asked)
}

async fn first() -> (Use<Numbered>, Arc<AtomicUsize>) {
    let (make, asked) = version(1);
    let model = Model::builder(make).start().unwrap();
    within(model.ready()).await.unwrap();
    (model, asked)
}

/// How many of so many requests each version answered: the first, the second.
async fn answers(model: &Use<Numbered>, requests: u32) -> (u32, u32) {
    let mut found = (0, 0);
    for _ in 0..requests {
        match within(model.predict(0)).await.unwrap() {
            1 => found.0 += 1,
            2 => found.1 += 1,
            other => panic!("version {other}"),
        }
    }
    found
}

fn refuses(result: Result<(), aiserve::Error>, text: &str) {
    let error = result.unwrap_err().to_string();
    assert!(error.contains(text), "{error}");
}

#[tokio::test]
async fn a_canary_answers_its_share_until_it_is_promoted() {
    let (model, _) = first().await;
    within(model.canary(0.25, version(2).0)).await.unwrap();
    let (one, two) = answers(&model, 400).await;
    assert_eq!(one + two, 400);
    assert!((70..=130).contains(&two), "{two} of 400 instead of 100");
    refuses(within(model.canary(0.5, version(3).0)).await, "has a candidate: promote or withdraw it first");
    model.promote().unwrap();
    assert_eq!(answers(&model, 20).await, (0, 20));
    refuses(model.promote(), "has no candidate");
}

#[tokio::test]
async fn a_canary_that_is_withdrawn_answers_nobody() {
    let (model, _) = first().await;
    within(model.canary(1.0, version(2).0)).await.unwrap();
    assert_eq!(answers(&model, 10).await, (0, 10));
    model.withdraw().unwrap();
    assert_eq!(answers(&model, 10).await, (10, 0));
    refuses(model.withdraw(), "has no candidate");
}

#[tokio::test]
async fn a_shadow_is_asked_and_never_heard() {
    let (model, _) = first().await;
    let (make, asked) = version(2);
    within(model.shadow(1.0, make)).await.unwrap();
    assert_eq!(answers(&model, 30).await, (30, 0));
    until(|| asked.load(Ordering::SeqCst) == 30).await;
    model.promote().unwrap();
    assert_eq!(answers(&model, 10).await, (0, 10));
}

#[tokio::test]
async fn a_version_that_cannot_be_made_changes_nothing() {
    let (model, _) = first().await;
    refuses(within(model.swap(|_| Err(Problem::not_found("no weights")))).await, "no weights");
    refuses(within(model.canary(0.5, |_| Err(Problem::not_found("no weights")))).await, "version 3");
    assert_eq!(answers(&model, 10).await, (10, 0));
}
