//! The measured routes on aiserve.

use aiserve::Result;
use aiserve::prelude::*;
use futures_util::{StreamExt, stream};
use serde::Serialize;
use tokio::net::TcpListener;
use tokio::runtime::Builder;
use work::Arguments;
use work::answers::{DEFAULT_LIMIT, LABEL, MODEL, SCORE, TOKENS, embedding, token};

/// The answer of `GET /items/{id}`.
#[payload]
pub struct Item {
    id: u64,
    limit: u32,
}

/// Who asks for a prediction.
#[payload]
pub struct User {
    #[garde(length(min = 1, max = 64))]
    id: String,
    #[garde(length(min = 1, max = 16))]
    tier: String,
}

/// The body of `POST /predict`.
#[payload]
pub struct Predict {
    #[garde(length(min = 1, max = 8192))]
    text: String,
    #[garde(range(min = 0.0, max = 2.0))]
    temperature: f32,
    #[garde(range(min = 1, max = 4096))]
    max_tokens: u32,
    #[garde(length(max = 4))]
    stop: Vec<String>,
    user: User,
}

/// The answer of `POST /predict`.
#[derive(Debug, Serialize, Schema)]
pub struct Prediction {
    label: &'static str,
    score: f32,
    tokens: usize,
}

/// The body of `POST /embeddings`.
#[payload]
pub struct Texts {
    #[garde(length(min = 1, max = 64))]
    input: Vec<String>,
}

/// One embedding.
#[derive(Debug, Serialize, Schema)]
pub struct Embedding {
    index: usize,
    embedding: &'static [f32],
}

/// The answer of `POST /embeddings`.
#[derive(Debug, Serialize, Schema)]
pub struct Embeddings {
    model: &'static str,
    data: Vec<Embedding>,
}

/// The body of `POST /tensor`.
#[payload]
pub struct Tensor {
    #[garde(length(min = 1, max = 1_000_000))]
    data: Vec<f32>,
}

/// The answer of `POST /tensor`.
#[payload]
pub struct Sum {
    sum: f32,
}

#[endpoint(GET "/items/{id}")]
async fn item(id: u64, #[query(default = DEFAULT_LIMIT)] limit: u32) -> Item {
    Item { id, limit }
}

#[endpoint(POST "/predict")]
async fn predict(body: Predict) -> Prediction {
    Prediction { label: LABEL, score: SCORE, tokens: body.text.len() }
}

#[endpoint(POST "/embeddings")]
async fn embeddings(body: Texts) -> Embeddings {
    let data = (0..body.input.len()).map(|index| Embedding { index, embedding: embedding() }).collect();
    Embeddings { model: MODEL, data }
}

#[endpoint(POST "/tensor")]
async fn tensor(body: Tensor) -> Sum {
    Sum { sum: body.data.iter().sum() }
}

/// One token of a text.
#[derive(Debug, Serialize, Schema)]
pub struct Token {
    token: String,
}

#[endpoint(GET "/stream")]
async fn tokens() -> Sse<Token> {
    Sse::new(stream::iter((0..TOKENS).map(|index| Result::<_>::Ok(Token { token: token(index) }))))
}

/// One event, and then nothing: what a stream that waits keeps in memory.
#[endpoint(GET "/idle")]
async fn idle() -> Sse<Token> {
    let first = stream::iter([Result::<_>::Ok(Token { token: token(0) })]);
    Sse::new(first.chain(stream::pending()))
}

/// Serves on loopback, as the command line says: `PORT THREADS`.
///
/// # Errors
/// The port is taken, or the system refuses a runtime.
pub fn serve(app: App<()>) -> std::result::Result<(), Box<dyn std::error::Error>> {
    let Arguments { port, threads } = Arguments::from_command_line();
    let runtime = match threads {
        1 => Builder::new_current_thread().enable_all().build()?,
        threads => Builder::new_multi_thread().worker_threads(threads).enable_all().build()?,
    };
    runtime.block_on(async {
        let listener = TcpListener::bind(("127.0.0.1", port)).await?;
        Ok(app.serve(listener).await?)
    })
}

/// The service.
pub fn app() -> App<()> {
    App::stateless().mount(routes![item, predict, embeddings, tensor, tokens])
}

/// The service of `idle.py`.
pub fn idle_app() -> App<()> {
    App::stateless().mount(routes![item, idle])
}
