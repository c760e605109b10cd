//! The five routes on axum, with garde called by hand, as its users do.

use std::convert::Infallible;

use axum::{
    Json, Router,
    extract::{Path, Query},
    http::StatusCode,
    response::sse::{Event, KeepAlive, Sse},
    routing::{get, post},
};
use futures_util::{Stream, StreamExt, stream};
use garde::Validate;
use work::answers::{TOKENS, event};

use crate::payloads::{Embeddings, Item, Paging, Predict, Prediction, Sum, Tensor, Texts};

/// The router with all of them.
pub fn router() -> Router {
    Router::new()
        .route("/items/{id}", get(item))
        .route("/predict", post(predict))
        .route("/embeddings", post(embeddings))
        .route("/tensor", post(tensor))
        .route("/stream", get(events))
}

/// The router of `idle.py`.
pub fn idle_router() -> Router {
    Router::new().route("/items/{id}", get(item)).route("/idle", get(idle))
}

async fn item(Path(id): Path<u64>, Query(paging): Query<Paging>) -> Json<Item> {
    Json(Item { id, limit: paging.limit })
}

async fn predict(Json(body): Json<Predict>) -> Result<Json<Prediction>, StatusCode> {
    checked(&body)?;
    Ok(Json(body.answer()))
}

async fn embeddings(Json(body): Json<Texts>) -> Result<Json<Embeddings>, StatusCode> {
    checked(&body)?;
    Ok(Json(body.answer()))
}

async fn tensor(Json(body): Json<Tensor>) -> Result<Json<Sum>, StatusCode> {
    checked(&body)?;
    Ok(Json(body.answer()))
}

async fn events() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    Sse::new(stream::iter((0..TOKENS).map(|index| Ok(Event::default().data(event(index))))))
}

/// As long as the others: a comment now and then keeps the connection.
async fn idle() -> Sse<impl Stream<Item = Result<Event, Infallible>>> {
    let first = stream::iter([Ok(Event::default().data(event(0)))]);
    Sse::new(first.chain(stream::pending())).keep_alive(KeepAlive::default())
}

fn checked<T: Validate<Context = ()>>(body: &T) -> Result<(), StatusCode> {
    body.validate().map_err(|_| StatusCode::UNPROCESSABLE_ENTITY)
}
