//! Models behind endpoints: readiness, batches, deadlines, overload, and what the pages show of them.

use std::sync::mpsc::{Receiver, Sender, channel};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use aiserve::model::{Batch, Model, Predict, Use};
use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::Server;
use crate::server::{Connection, within};

/// A model that answers each batch when the test lets it, by how many inputs the batch has.
struct Held(Arc<Mutex<Receiver<()>>>);

impl Predict for Held {
    type Input = u32;
    type Output = [usize; 2];

    fn predict(&mut self, batch: Batch<u32>) -> Vec<Result<[usize; 2]>> {
        // A test that is over lets everything go.
        let _ = self.0.lock().unwrap().recv();
        let size = batch.len();
        batch.into_iter().map(|input| Ok([input as usize, size])).collect()
    }
}

/// The input, and the size of its batch.
#[endpoint(POST "/held")]
async fn held(Json(input): Json<u32>, model: Use<Held>) -> Result<Json<[usize; 2]>> {
    Ok(Json(model.predict(input).await?))
}

#[derive(Clone, Debug, AppState)]
struct Services {
    model: Use<Held>,
}

/// A service whose model is loaded when `load` lets it, and answers when the second sender lets it.
fn service(deadline: Duration) -> (App<Services>, Use<Held>, Sender<Result<()>>, Sender<()>) {
    let (load, loads) = channel::<Result<()>>();
    let (release, held_back) = channel();
    let (loads, held_back) = (Arc::new(Mutex::new(loads)), Arc::new(Mutex::new(held_back)));
    let model = Model::builder(move |_| {
        loads.lock().unwrap().recv().unwrap_or(Ok(()))?;
        Ok::<_, Problem>(Held(Arc::clone(&held_back)))
    });
    let model = model.max_batch(4).deadline(deadline).start().unwrap();
    let app = App::with_state(Services { model: model.clone() }).mount(routes![held]);
    (app, model, load, release)
}

const LONG: Duration = Duration::from_mins(1);

async fn ready(server: &Server) {
    within(async {
        loop {
            let mut connection = server.connect().await;
            connection.get("/readyz").await;
            if connection.reply().await.status == 200 {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
    })
    .await;
}

/// Waits until the page about the models says so.
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

async fn ask(server: &Server, input: u32) -> Connection {
    let mut connection = server.connect().await;
    connection.post("/held", input.to_string()).await;
    connection
}

#[tokio::test]
async fn until_a_model_is_loaded_its_requests_and_readiness_are_503() {
    let (app, _, load, release) = service(LONG);
    let server = Server::start(app).await;
    let mut connection = server.connect().await;

    connection.get("/livez").await;
    assert_eq!(connection.reply().await.status, 200);
    connection.get("/readyz").await;
    let reply = connection.reply().await;
    assert_eq!(reply.status, 503);
    assert_eq!(String::from_utf8_lossy(&reply.body), "the model `Held` is not ready: it loads\n");
    connection.post("/held", "1").await;
    let reply = connection.reply().await;
    reply.assert_problem(503);
    assert_eq!(reply.header("retry-after"), Some("1"));

    load.send(Ok(())).unwrap();
    ready(&server).await;
    release.send(()).unwrap();
    connection.post("/held", "1").await;
    assert_eq!(connection.reply().await.json(), json!([1, 1]));
}

#[tokio::test]
async fn a_model_that_cannot_be_loaded_ends_the_service_and_is_named() {
    let (app, _, load, _) = service(LONG);
    load.send(Err(Problem::not_found("no weights in model.bin"))).unwrap();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    let error = within(app.serve_until(listener, std::future::pending())).await.unwrap_err().to_string();
    assert!(error.contains("the model `Held` can't be used") && error.contains("no weights in model.bin"), "{error}");
}

#[tokio::test]
async fn what_waits_while_the_model_computes_is_the_next_batch() {
    let (app, _, load, release) = service(LONG);
    load.send(Ok(())).unwrap();
    let server = Server::start(app).await;
    ready(&server).await;

    let mut first = ask(&server, 0).await;
    shows(&server, |model| model["running"] == 1).await;
    let mut others = Vec::new();
    for input in 1..=5 {
        others.push(ask(&server, input).await);
    }
    shows(&server, |model| model["waiting"] == 5).await;
    release.send(()).unwrap();
    assert_eq!(first.reply().await.json(), json!([0, 1]));
    shows(&server, |model| model["running"] == 4 && model["waiting"] == 1).await;
    release.send(()).unwrap();
    release.send(()).unwrap();
    let mut sizes = Vec::new();
    for (input, connection) in (1..=5).zip(&mut others) {
        let reply = connection.reply().await;
        let timing = reply.header("server-timing").unwrap();
        assert!(["queue;dur=", "batch;dur=", "compute;dur="].iter().all(|part| timing.contains(part)), "{timing}");
        let answer = reply.json();
        assert_eq!(answer[0], input);
        sizes.push(answer[1].as_u64().unwrap());
    }
    sizes.sort_unstable();
    assert_eq!(sizes, [1, 4, 4, 4, 4]);
}

#[tokio::test]
async fn a_deadline_that_passes_is_504() {
    let (app, _, load, release) = service(Duration::from_millis(30));
    load.send(Ok(())).unwrap();
    let server = Server::start(app).await;
    ready(&server).await;
    let mut running = ask(&server, 1).await;
    let problem = running.reply().await.assert_problem(504);
    assert_eq!((&problem["code"], &problem["deadline"]), (&json!("deadline_exceeded"), &json!(30.0)));
    release.send(()).unwrap();
}

#[tokio::test]
async fn a_client_may_wait_less_long_than_the_model_allows() {
    let (app, _, load, release) = service(LONG);
    load.send(Ok(())).unwrap();
    let server = Server::start(app).await;
    ready(&server).await;
    // The second is longer than what the first one taught the queue about the model.
    for (header, millis) in [("x-request-timeout: 40ms", 40.0), ("grpc-timeout: 400m", 400.0)] {
        let mut connection = server.connect().await;
        let head = "POST /held HTTP/1.1\r\nhost: test\r\ncontent-type: application/json\r\ncontent-length: 1\r\n";
        connection.send(format!("{head}{header}\r\n\r\n1")).await;
        let problem = connection.reply().await.assert_problem(504);
        assert_eq!(problem["deadline"], millis, "{header}");
        release.send(()).unwrap();
        shows(&server, |model| model["running"] == 0).await;
    }
}

#[tokio::test]
async fn what_would_be_late_is_refused_at_once_and_told_when_to_come_again() {
    let (app, model, load, release) = service(Duration::from_millis(1120));
    load.send(Ok(())).unwrap();
    let server = Server::start(app).await;
    ready(&server).await;
    // Batches of 800 ms teach that a second batch behind a first one would be late, with room for a slow machine.
    for _ in 0..2 {
        let mut connection = ask(&server, 1).await;
        shows(&server, |model| model["running"] == 1).await;
        tokio::time::sleep(Duration::from_millis(800)).await;
        release.send(()).unwrap();
        assert_eq!(connection.reply().await.status, 200);
        // The answer leaves a little before the batch is known to have ended.
        shows(&server, |model| model["running"] == 0).await;
    }
    let _running = ask(&server, 1).await;
    shows(&server, |model| model["running"] == 1).await;
    let reply = ask(&server, 2).await.reply().await;
    let problem = reply.assert_problem(429);
    let seconds: u64 = reply.header("retry-after").unwrap().parse().unwrap();
    assert_eq!(seconds, 1);
    assert_eq!((&problem["code"], &problem["deadline"]), (&json!("would_be_late"), &json!(1120.0)));
    assert!(problem["predicted"].as_f64().unwrap() > 1120.0, "{problem}");
    assert!(problem["retry_after"].as_f64().unwrap() >= problem["predicted"].as_f64().unwrap() - 1120.0, "{problem}");
    drop(model);
    release.send(()).unwrap();
}

#[tokio::test]
async fn a_client_that_leaves_takes_its_request_out_of_the_queue() {
    let (app, _, load, release) = service(LONG);
    load.send(Ok(())).unwrap();
    let server = Server::start(app).await;
    ready(&server).await;
    let mut first = ask(&server, 0).await;
    shows(&server, |model| model["running"] == 1).await;
    let leaving = ask(&server, 1).await;
    let mut staying = ask(&server, 2).await;
    shows(&server, |model| model["waiting"] == 2).await;
    drop(leaving);
    shows(&server, |model| model["waiting"] == 1).await;
    release.send(()).unwrap();
    release.send(()).unwrap();
    assert_eq!(first.reply().await.json(), json!([0, 1]));
    assert_eq!(staying.reply().await.json(), json!([2, 1]));
    let mut page = server.connect().await;
    page.get("/metrics").await;
    let reply = page.reply().await;
    assert_eq!(reply.header("content-type"), Some("text/plain; version=0.0.4; charset=utf-8"));
    let text = String::from_utf8(reply.body).unwrap();
    for line in [
        r#"aiserve_cancelled_total{model="Held",version="1",stage="queue"} 1"#,
        r#"aiserve_predictions_total{model="Held",version="1",outcome="ok"} 2"#,
        r#"aiserve_queue_depth{model="Held",version="1"} 0"#,
        r#"aiserve_model_ready{model="Held",version="1"} 1"#,
        r#"aiserve_batch_size_count{model="Held",version="1"} 2"#,
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
}

#[tokio::test]
async fn how_a_model_fails_is_documented_where_it_is_used() {
    let (app, _, load, _) = service(LONG);
    drop(load);
    let document: Value = serde_json::from_str(&app.openapi().unwrap()).unwrap();
    let responses = &document["paths"]["/held"]["post"]["responses"];
    for status in ["413", "429", "503", "504"] {
        assert!(responses[status]["content"]["application/problem+json"].is_object(), "{status}: {responses}");
    }
    assert!(responses["429"]["headers"]["retry-after"].is_object(), "{responses}");
}
