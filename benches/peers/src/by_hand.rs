//! The yardstick: the five routes by hand on hyper's types, with no framework in between.

use std::convert::Infallible;

use bytes::Bytes;
use futures_util::stream;
use garde::Validate;
use http_body_util::{BodyExt, Either, Full, StreamBody, combinators::UnsyncBoxBody};
use hyper::{
    Method, Request, Response, StatusCode,
    body::{Body, Frame},
    header::{self, HeaderValue},
};
use serde::{Serialize, de::DeserializeOwned};
use work::answers::{DEFAULT_LIMIT, TOKENS, event};

use crate::payloads::{Item, Predict, Tensor, Texts};

/// A buffered answer, or the stream.
pub type Reply = Response<Either<Full<Bytes>, UnsyncBoxBody<Bytes, Infallible>>>;

/// Answers one request.
pub async fn answer<B: Body<Data = Bytes>>(request: Request<B>) -> Reply {
    match (request.method(), request.uri().path()) {
        (&Method::GET, path) if path.starts_with("/items/") => item(&request),
        (&Method::POST, "/predict") => with_body(request, |body: Predict| json(&body.answer())).await,
        (&Method::POST, "/embeddings") => with_body(request, |body: Texts| json(&body.answer())).await,
        (&Method::POST, "/tensor") => with_body(request, |body: Tensor| json(&body.answer())).await,
        (&Method::GET, "/stream") => events(),
        _ => empty(StatusCode::NOT_FOUND),
    }
}

fn item<B>(request: &Request<B>) -> Reply {
    let uri = request.uri();
    let Some(Ok(id)) = uri.path().strip_prefix("/items/").map(str::parse) else {
        return empty(StatusCode::UNPROCESSABLE_ENTITY);
    };
    let mut pairs = uri.query().unwrap_or_default().split('&');
    match pairs.find_map(|pair| pair.strip_prefix("limit=")).map_or(Ok(DEFAULT_LIMIT), str::parse) {
        Ok(limit) => json(&Item { id, limit }),
        Err(_) => empty(StatusCode::UNPROCESSABLE_ENTITY),
    }
}

/// Reads, parses and validates the body, then calls `reply`; 422 when any of these fails.
async fn with_body<B, T>(request: Request<B>, reply: impl FnOnce(T) -> Reply) -> Reply
where
    B: Body<Data = Bytes>,
    T: DeserializeOwned + Validate<Context = ()>,
{
    match checked_body(request).await {
        Some(body) => reply(body),
        None => empty(StatusCode::UNPROCESSABLE_ENTITY),
    }
}

async fn checked_body<B, T>(request: Request<B>) -> Option<T>
where
    B: Body<Data = Bytes>,
    T: DeserializeOwned + Validate<Context = ()>,
{
    let bytes = request.into_body().collect().await.ok()?.to_bytes();
    let value: T = serde_json::from_slice(&bytes).ok()?;
    value.validate().ok()?;
    Some(value)
}

fn json(value: &impl Serialize) -> Reply {
    let mut text = Vec::with_capacity(128);
    serde_json::to_writer(&mut text, value).expect("plain values serialise");
    typed("application/json", Either::Left(Full::from(text)))
}

fn events() -> Reply {
    let frames = stream::iter((0..TOKENS).map(|index| {
        let text = format!("data: {}\n\n", event(index));
        Ok(Frame::data(Bytes::from(text)))
    }));
    typed("text/event-stream", Either::Right(StreamBody::new(frames).boxed_unsync()))
}

fn typed(content_type: &'static str, body: Either<Full<Bytes>, UnsyncBoxBody<Bytes, Infallible>>) -> Reply {
    let mut reply = Response::new(body);
    reply.headers_mut().insert(header::CONTENT_TYPE, HeaderValue::from_static(content_type));
    reply
}

fn empty(status: StatusCode) -> Reply {
    let mut reply = Response::new(Either::Left(Full::default()));
    *reply.status_mut() = status;
    reply
}
