//! Replicas that break: what is asked meanwhile, what `/readyz` says, and that they come back.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, Ordering};
use std::time::Duration;

use aiserve::model::{Batch, Model, Predict, Use};
use aiserve::prelude::*;

use crate::within;

/// Panics when it is asked 0, and can't be made as long as it is forbidden.
struct Fragile;

impl Predict for Fragile {
    type Input = u32;
    type Output = u32;

    fn predict(&mut self, batch: Batch<u32>) -> Vec<Result<u32>> {
        batch.into_iter().map(|input| Ok(100 / input)).collect()
    }
}

#[derive(Clone, AppState)]
struct Services {
    model: Use<Fragile>,
}

#[endpoint(GET "/{input}")]
async fn ask(input: u32, model: Use<Fragile>) -> Result<Json<u32>> {
    Ok(Json(model.predict(input).await?))
}

/// The status of a path, once it is as expected.
async fn becomes(client: &TestClient, path: &str, status: u16) {
    within(async {
        while client.get(path).send().await.status() != status {
            tokio::time::sleep(Duration::from_millis(10)).await;
        }
    })
    .await;
}

#[tokio::test]
async fn a_replica_that_cannot_be_made_anew_is_told_by_readiness_until_it_is_back() {
    let forbidden = Arc::new(AtomicBool::new(false));
    let seen = Arc::clone(&forbidden);
    let make = move |_: &_| {
        if seen.load(Ordering::SeqCst) { Err(Problem::unavailable("the device is gone")) } else { Ok(Fragile) }
    };
    let model = Model::builder(make).max_batch(1).start().unwrap();
    let client = TestClient::new(App::with_state(Services { model }).mount(routes![ask])).await;
    assert_eq!(client.get("/5").send().await.text(), "20");
    client.get("/readyz").send().await.assert_status(200);

    forbidden.store(true, Ordering::SeqCst);
    client.get("/0").send().await.assert_status(500);
    becomes(&client, "/readyz", 503).await;
    let reply = client.get("/readyz").send().await;
    assert!(reply.text().contains("the device is gone"), "{}", reply.text());
    client.get("/5").send().await.assert_status(503);
    client.get("/livez").send().await.assert_status(200);

    forbidden.store(false, Ordering::SeqCst);
    becomes(&client, "/readyz", 200).await;
    assert_eq!(client.get("/5").send().await.text(), "20");
}
