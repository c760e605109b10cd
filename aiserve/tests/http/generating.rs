//! Models that generate: streams side by side, each its own, and gone within a step when their client is.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aiserve::model::{Generate, Model, Running, Use};
use aiserve::prelude::*;
use serde_json::Value;

use crate::server::within;
use crate::{Connection, Server};

/// Counts from a number on, one number a step, as often as it was asked; panics at 13. Steps wait for the test, if it wants.
struct Counter(Option<Arc<Mutex<Receiver<()>>>>);

#[payload]
#[derive(Clone)]
struct Count {
    from: u32,
    times: u32,
}

impl Generate for Counter {
    type Input = Count;
    type Token = u32;
    type State = Count;

    fn join(&mut self, count: Count) -> Result<Count> {
        if count.times == 0 { Err(Problem::bad_request("nothing to count")) } else { Ok(count) }
    }

    fn step(&mut self, running: &mut [Running<Self>]) {
        if let Some(steps) = &self.0 {
            let _ = steps.lock().unwrap().recv();
        }
        for one in running {
            assert_ne!(one.state.from, 13, "unlucky");
            one.push(one.state.from);
            one.state.from += 1;
            one.state.times -= 1;
            if one.state.times == 0 {
                one.finish();
            }
        }
    }
}

#[endpoint(POST "/count")]
async fn count(count: Count, model: Use<Counter>) -> Result<Sse<u32>> {
    Ok(Sse::new(model.stream(count).await?))
}

#[derive(Clone, Debug, AppState)]
struct Services {
    model: Use<Counter>,
}

async fn serve(steps: Option<Receiver<()>>, places: usize, deadline: Duration) -> Server {
    let steps = steps.map(|steps| Arc::new(Mutex::new(steps)));
    let model = Model::generator(move |_| Ok::<_, Problem>(Counter(steps.clone())));
    let model = model.max_batch(places).deadline(deadline).start().unwrap();
    model.ready().await.unwrap();
    Server::start(App::with_state(Services { model }).mount(routes![count])).await
}

fn held() -> (Sender<()>, Option<Receiver<()>>) {
    let (step, steps) = channel();
    (step, Some(steps))
}

const LONG: Duration = Duration::from_mins(1);

async fn ask(server: &Server, from: u32, times: u32) -> Connection {
    let mut connection = server.connect().await;
    let body = format!(r#"{{"from": {from}, "times": {times}}}"#);
    let length = body.len();
    let head = "POST /count HTTP/1.1\r\nhost: test\r\nconnection: close\r\ncontent-type: application/json\r\n";
    connection.send(format!("{head}content-length: {length}\r\n\r\n{body}")).await;
    connection
}

async fn shows(server: &Server, is_so: impl Fn(&Value) -> bool) {
    within(async {
        loop {
            let mut connection = server.connect().await;
            connection.get("/-/models").await;
            if is_so(&connection.reply().await.json()["models"][0]) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(2)).await;
        }
    })
    .await;
}

fn numbers(events: &str) -> Vec<u32> {
    events.lines().filter_map(|line| line.strip_prefix("data: ")?.parse().ok()).collect()
}

#[tokio::test]
async fn streams_side_by_side_never_mix() {
    let server = serve(None, 8, LONG).await;
    let mut streams = Vec::new();
    for client in 0..32 {
        streams.push((client, ask(&server, 1000 * (client + 1), 50 + client).await));
    }
    for (client, stream) in streams {
        let found = numbers(&within(stream.rest()).await);
        let first = 1000 * (client + 1);
        assert_eq!(found, (first..first + 50 + client).collect::<Vec<_>>());
    }
    shows(&server, |model| model["running"] == 0 && model["answered"] == 32).await;
}

#[tokio::test]
async fn an_input_joins_those_that_run_at_the_next_step() {
    let (step, steps) = held();
    let server = serve(steps, 2, LONG).await;
    let mut first = ask(&server, 100, 1000).await;
    step.send(()).unwrap();
    first.until("data: 100\n").await;
    let mut second = ask(&server, 500, 1000).await;
    shows(&server, |model| model["waiting"] == 1).await;
    step.send(()).unwrap();
    step.send(()).unwrap();
    second.until("data: 500\n").await;
    first.until("data: 102\n").await;
    let _third = ask(&server, 900, 1).await;
    shows(&server, |model| model["waiting"] == 1 && model["running"] == 2).await;
    drop(step);
}

#[tokio::test]
async fn a_client_that_leaves_frees_its_place_within_a_step() {
    let (step, steps) = held();
    let server = serve(steps, 1, LONG).await;
    let mut leaving = ask(&server, 100, 1_000_000).await;
    step.send(()).unwrap();
    leaving.until("data: 100\n").await;
    let mut waiting = ask(&server, 500, 1).await;
    shows(&server, |model| model["waiting"] == 1).await;
    drop(leaving);
    // The server has to hear of it; then one more step is all that it gets.
    let mut sent = 0;
    within(async {
        loop {
            tokio::time::sleep(Duration::from_millis(20)).await;
            let mut page = server.connect().await;
            page.get("/-/models").await;
            if page.reply().await.json()["models"][0]["cancelled"] == 1 {
                break;
            }
        }
    })
    .await;
    while sent < 2 {
        step.send(()).unwrap();
        sent += 1;
    }
    waiting.until("data: 500\n").await;
}

#[tokio::test]
async fn what_is_wrong_with_an_input_is_a_status_of_its_own() {
    let server = serve(None, 2, LONG).await;
    let problem = ask(&server, 1, 0).await.reply().await.assert_problem(400);
    assert_eq!(problem["detail"], "nothing to count");
}

#[tokio::test]
async fn a_panic_ends_what_runs_and_the_model_is_made_anew() {
    crate::server::hide_panics_of_models();
    let server = serve(None, 4, LONG).await;
    let events = within(ask(&server, 10, 10).await.rest()).await;
    assert_eq!(numbers(&events), [10, 11, 12]);
    assert!(events.contains("event: error"), "{events}");
    let mut again = ask(&server, 20, 2).await;
    again.until("data: 21\n").await;
}

#[tokio::test]
async fn the_deadline_is_that_of_the_first_token() {
    let (step, steps) = held();
    let server = serve(steps, 1, Duration::from_millis(100)).await;
    let mut first = ask(&server, 100, 1_000_000).await;
    step.send(()).unwrap();
    first.until("data: 100\n").await;
    let mut second = ask(&server, 500, 1).await;
    second.reply().await.assert_problem(504);
    tokio::time::sleep(Duration::from_millis(100)).await;
    step.send(()).unwrap();
    first.until("data: 101\n").await;
    drop(step);
}
