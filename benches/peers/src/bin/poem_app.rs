//! Serves the five routes on poem-openapi, which has its own derives and validators.

use futures_util::{
    StreamExt,
    stream::{self, BoxStream},
};
use peers::serve;
use poem::{EndpointExt, Route, Server, listener::TcpListener};
use poem_openapi::{
    Object, OpenApi, OpenApiService,
    param::{Path, Query},
    payload::{EventStream, Json},
};
use work::{
    Arguments,
    answers::{self, DEFAULT_LIMIT, LABEL, MODEL, SCORE, TOKENS},
};

#[derive(Object)]
struct Item {
    id: u64,
    limit: u32,
}

#[derive(Object)]
struct User {
    #[oai(validator(min_length = 1, max_length = 64))]
    id: String,
    #[oai(validator(min_length = 1, max_length = 16))]
    tier: String,
}

#[derive(Object)]
struct Predict {
    #[oai(validator(min_length = 1, max_length = 8192))]
    text: String,
    #[oai(validator(minimum(value = "0.0"), maximum(value = "2.0")))]
    temperature: f32,
    #[oai(validator(minimum(value = "1"), maximum(value = "4096")))]
    max_tokens: u32,
    #[oai(validator(max_items = 4))]
    stop: Vec<String>,
    user: User,
}

#[derive(Object)]
struct Prediction {
    label: String,
    score: f32,
    tokens: usize,
}

#[derive(Object)]
struct Texts {
    #[oai(validator(min_items = 1, max_items = 64))]
    input: Vec<String>,
}

#[derive(Object)]
struct Embedding {
    index: usize,
    embedding: Vec<f32>,
}

#[derive(Object)]
struct Embeddings {
    model: String,
    data: Vec<Embedding>,
}

#[derive(Object)]
struct Tensor {
    #[oai(validator(min_items = 1, max_items = 1_000_000))]
    data: Vec<f32>,
}

#[derive(Object)]
struct Sum {
    sum: f32,
}

#[derive(Object)]
struct Token {
    token: String,
}

fn default_limit() -> u32 {
    DEFAULT_LIMIT
}

struct Api;

#[OpenApi]
impl Api {
    #[oai(path = "/items/:id", method = "get")]
    async fn item(&self, id: Path<u64>, #[oai(default = "default_limit")] limit: Query<u32>) -> Json<Item> {
        Json(Item { id: id.0, limit: limit.0 })
    }

    #[oai(path = "/predict", method = "post")]
    async fn predict(&self, body: Json<Predict>) -> Json<Prediction> {
        Json(Prediction { label: LABEL.to_owned(), score: SCORE, tokens: body.text.len() })
    }

    #[oai(path = "/embeddings", method = "post")]
    async fn embeddings(&self, body: Json<Texts>) -> Json<Embeddings> {
        let embedding = || answers::embedding().to_vec();
        let data = (0..body.input.len()).map(|index| Embedding { index, embedding: embedding() }).collect();
        Json(Embeddings { model: MODEL.to_owned(), data })
    }

    #[oai(path = "/tensor", method = "post")]
    async fn tensor(&self, body: Json<Tensor>) -> Json<Sum> {
        Json(Sum { sum: body.data.iter().sum() })
    }

    #[oai(path = "/stream", method = "get")]
    async fn events(&self) -> EventStream<BoxStream<'static, Token>> {
        EventStream::new(stream::iter((0..TOKENS).map(|index| Token { token: answers::token(index) })).boxed())
    }
}

fn main() {
    let Arguments { port, threads } = Arguments::from_command_line();
    serve(threads, async move {
        let app = Route::new().nest("/", OpenApiService::new(Api, "peers", "1.0")).boxed();
        Server::new(TcpListener::bind(("127.0.0.1", port))).run(app).await.expect("the port is free");
    });
}
