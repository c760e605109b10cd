//! A model under everything at once: panics, new versions, clients that leave. Nobody gets another's answer.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::Duration;

use aiserve::model::{Batch, Model, Predict, Use};
use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::Server;
use crate::server::within;

const REQUESTS: usize = 2000;
const CLIENTS: usize = 64;

/// Doubles numbers, and panics on those that are marked.
struct Doubler {
    version: u32,
}

#[payload]
#[derive(Clone)]
struct Question {
    id: u32,
    poisoned: bool,
}

#[payload]
struct Answer {
    id: u32,
    doubled: u32,
    version: u32,
}

impl Predict for Doubler {
    type Input = Question;
    type Output = Answer;

    fn predict(&mut self, batch: Batch<Question>) -> Vec<Result<Answer>> {
        std::thread::sleep(Duration::from_micros(300));
        let answer = |question: Question| {
            assert!(!question.poisoned, "poison");
            Ok(Answer { id: question.id, doubled: 2 * question.id, version: self.version })
        };
        batch.into_iter().map(answer).collect()
    }
}

#[endpoint(POST "/double")]
async fn double(question: Question, model: Use<Doubler>) -> Result<Answer> {
    Ok(model.predict(question).await?)
}

#[derive(Clone, Debug, AppState)]
struct Services {
    model: Use<Doubler>,
}

async fn serve() -> (Server, Use<Doubler>) {
    // There are hundreds.
    crate::server::hide_panics_of_models();
    let model = Model::builder(|_| Ok::<_, Problem>(Doubler { version: 0 })).replicas(2).max_batch(16).isolate();
    let model = model.start().unwrap();
    model.ready().await.unwrap();
    let app = App::with_state(Services { model: model.clone() }).mount(routes![double]);
    (Server::start(app).await, model)
}

/// How many were answered, failed as they should, and left.
#[derive(Debug, Default)]
struct Tally {
    answered: AtomicUsize,
    failed: AtomicUsize,
    left: AtomicUsize,
}

/// Sends all requests, `CLIENTS` at a time. `leaves` says which clients do not wait for their answer.
async fn storm(server: &Server, leaves: fn(u32) -> bool) -> Arc<Tally> {
    let tally = Arc::new(Tally::default());
    let next = Arc::new(AtomicUsize::new(0));
    let clients = (0..CLIENTS).map(|_| {
        let (tally, next, address) = (Arc::clone(&tally), Arc::clone(&next), server.address);
        tokio::spawn(async move {
            let mut connection = crate::Connection::to(address).await;
            loop {
                let Ok(id) = u32::try_from(next.fetch_add(1, Ordering::SeqCst)) else { return };
                if id as usize >= REQUESTS {
                    return;
                }
                let poisoned = id % 31 == 7;
                connection.post("/double", json!({"id": id, "poisoned": poisoned}).to_string()).await;
                if leaves(id) {
                    connection = crate::Connection::to(address).await;
                    tally.left.fetch_add(1, Ordering::SeqCst);
                    continue;
                }
                let reply = connection.reply().await;
                if poisoned {
                    reply.assert_problem(500);
                    tally.failed.fetch_add(1, Ordering::SeqCst);
                } else {
                    assert_eq!(reply.status, 200, "{reply:?}");
                    let answer: Value = reply.json();
                    assert_eq!((&answer["id"], &answer["doubled"]), (&json!(id), &json!(2 * id)));
                    tally.answered.fetch_add(1, Ordering::SeqCst);
                }
            }
        })
    });
    for client in clients.collect::<Vec<_>>() {
        client.await.unwrap();
    }
    tally
}

/// Claims that nothing waits or runs any more, and that the model still answers.
async fn rests(server: &Server) {
    within(async {
        loop {
            let mut connection = server.connect().await;
            connection.get("/-/models").await;
            let model = connection.reply().await.json()["models"][0].clone();
            if model["waiting"] == 0 && model["running"] == 0 && model["ready"] == true {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
    let mut connection = server.connect().await;
    connection.post("/double", r#"{"id": 21, "poisoned": false}"#).await;
    assert_eq!(connection.reply().await.json()["doubled"], 42);
}

fn poisoned() -> usize {
    (0..REQUESTS).filter(|id| id % 31 == 7).count()
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn exactly_the_poisoned_requests_fail() {
    let (server, _) = serve().await;
    let tally = storm(&server, |_| false).await;
    assert_eq!(tally.failed.load(Ordering::SeqCst), poisoned());
    assert_eq!(tally.answered.load(Ordering::SeqCst), REQUESTS - poisoned());
    rests(&server).await;
}

#[tokio::test(flavor = "multi_thread", worker_threads = 2)]
async fn nobody_is_lost_while_versions_are_swapped_and_clients_leave() {
    let (server, model) = serve().await;
    let is_over = Arc::new(AtomicBool::new(false));
    let swaps = tokio::spawn({
        let is_over = Arc::clone(&is_over);
        async move {
            let mut version = 0;
            while !is_over.load(Ordering::SeqCst) {
                version += 1;
                model.swap(move |_| Ok::<_, Problem>(Doubler { version })).await.unwrap();
                tokio::time::sleep(Duration::from_millis(20)).await;
            }
            version
        }
    });
    let tally = storm(&server, |id| id % 10 < 3).await;
    is_over.store(true, Ordering::SeqCst);
    assert!(swaps.await.unwrap() > 1, "too few versions to tell");
    let left = (0..REQUESTS).filter(|id| id % 10 < 3).count();
    assert_eq!(tally.left.load(Ordering::SeqCst), left);
    assert_eq!(tally.answered.load(Ordering::SeqCst) + tally.failed.load(Ordering::SeqCst), REQUESTS - left);
    rests(&server).await;
}
