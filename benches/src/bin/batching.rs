//! `batching PORT VARIANT` serves a synthetic model of 8 ms and 1 ms an input, in batches of at most 32, on loopback.
//! `wait` sleeps that long, as for a device; `compute` keeps a processor busy.

use std::time::{Duration, Instant};

use aiserve::model::{Batch, Model, Predict, Use};
use aiserve::prelude::*;

const FIXED: Duration = Duration::from_millis(8);
const EACH: Duration = Duration::from_millis(1);
const MAX_BATCH: usize = 32;
/// What the answers are measured by is 150 ms, from when a client meant to ask to when it has its answer.
const DEADLINE: Duration = Duration::from_millis(145);

struct Synthetic {
    computes: bool,
}

/// The question, and the answer.
#[payload]
struct Numbered {
    id: u64,
}

impl Predict for Synthetic {
    type Input = Numbered;
    type Output = Numbered;

    fn predict(&mut self, batch: Batch<Numbered>) -> Vec<Result<Numbered>> {
        let size = u32::try_from(batch.len()).expect("a batch is small");
        let (begun, takes) = (Instant::now(), FIXED + EACH * size);
        if self.computes {
            while begun.elapsed() < takes {
                std::hint::spin_loop();
            }
        } else {
            std::thread::sleep(takes);
        }
        batch.into_iter().map(Ok).collect()
    }
}

#[endpoint(POST "/predict")]
async fn predict(question: Numbered, model: Use<Synthetic>) -> Result<Numbered> {
    Ok(model.predict(question).await?)
}

#[derive(Debug, AppState)]
struct Services {
    model: Use<Synthetic>,
}

#[tokio::main(flavor = "current_thread")]
async fn main() -> Result<(), Box<dyn std::error::Error>> {
    let arguments: Vec<String> = std::env::args().skip(1).collect();
    let [port, variant] = &arguments[..] else { return Err("usage: batching PORT wait|compute".into()) };
    let port: u16 = port.parse()?;
    let computes = variant == "compute";
    let model = Model::builder(move |_| Ok::<_, Problem>(Synthetic { computes }));
    let model = model.max_batch(MAX_BATCH).deadline(DEADLINE).start()?;
    let listener = tokio::net::TcpListener::bind(("127.0.0.1", port)).await?;
    App::with_state(Services { model }).mount(routes![predict]).serve(listener).await?;
    Ok(())
}
