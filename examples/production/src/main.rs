//! `cargo run -p production -- --access-log true`, then open <http://127.0.0.1:8000/docs>.
//!
//! It does little of everything, so that what a server has to withstand can be tried on it: `tests/clients/production.py`
//! stops and restarts it under load, `tests/clients/hostile.py` misbehaves.

use std::process::ExitCode;
use std::time::Duration;

use aiserve::limit::RateLimit;
use aiserve::prelude::*;
use aiserve::respond::generate;
use serde_json::Value;

/// A text, and how often it is wanted.
#[payload]
struct Note {
    #[garde(length(chars, min = 1, max = 1000))]
    text: String,
    #[payload(default = 1)]
    #[garde(range(max = 100))]
    copies: u8,
}

/// How long a text is.
#[endpoint(POST "/notes")]
async fn count(note: Note) -> usize {
    note.text.len() * usize::from(note.copies)
}

/// Any JSON, as it was sent.
#[endpoint(POST "/anything")]
async fn anything(value: Json<Value>) -> Json<Value> {
    value
}

/// Answers after a while.
#[endpoint(GET "/slow")]
async fn slow(
    #[garde(range(max = 5000))]
    #[query(default = 20)]
    millis: u64,
) -> u64 {
    tokio::time::sleep(Duration::from_millis(millis)).await;
    millis
}

/// As a model elsewhere would answer: 16 at a time, each after 20 ms; 16 more wait.
#[endpoint(GET "/limited", concurrency = 16)]
async fn limited() -> NoContent {
    tokio::time::sleep(Duration::from_millis(20)).await;
    NoContent
}

/// Numbers, one after the other.
#[endpoint(GET "/stream")]
async fn stream(#[query(default = 10)] millis: u64, #[query(default = 100)] count: u64) -> Sse<u64> {
    Sse::new(generate(async move |mut items| {
        for number in 0..count {
            tokio::time::sleep(Duration::from_millis(millis)).await;
            items.send(number).await;
        }
        Ok(())
    }))
}

/// How large a file is.
#[endpoint(POST "/files")]
async fn size(#[part] file: Upload) -> u64 {
    file.len()
}

/// What a client may ask for 200 times a second, 20 at once.
#[endpoint(GET "/metered")]
async fn metered() -> NoContent {
    NoContent
}

/// Counted together with other processes if `QUOTAS` names a server for it.
fn limit() -> Result<RateLimit, aiserve::Error> {
    let limit = RateLimit::per_second(200).burst(20).name("metered");
    std::env::var("QUOTAS").map_or(Ok(limit.clone()), |url| limit.shared(&url))
}

fn main() -> ExitCode {
    let limit = match limit() {
        Ok(limit) => limit,
        Err(error) => {
            eprintln!("error: {error}");
            return ExitCode::FAILURE;
        }
    };
    let routes = routes![count, anything, slow, limited, stream, size];
    App::stateless()
        .title("Production")
        .mount(routes)
        .mount(Router::new("").rate_limit(limit).mount(routes![metered]))
        .compress()
        .decompress()
        .cors(["https://app.example"])
        .static_files("/source", concat!(env!("CARGO_MANIFEST_DIR"), "/src"))
        .run()
}
