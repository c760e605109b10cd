//! Serves the five routes on actix-web.

use std::{convert::Infallible, io};

use actix_web::{App, HttpResponse, HttpServer, get, post, web};
use bytes::Bytes;
use futures_util::stream;
use garde::Validate;
use peers::payloads::{Item, Paging, Predict, Tensor, Texts};
use work::{
    Arguments,
    answers::{TOKENS, event},
};

#[get("/items/{id}")]
async fn item(id: web::Path<u64>, paging: web::Query<Paging>) -> web::Json<Item> {
    web::Json(Item { id: *id, limit: paging.limit })
}

#[post("/predict")]
async fn predict(body: web::Json<Predict>) -> HttpResponse {
    if body.validate().is_err() {
        return HttpResponse::UnprocessableEntity().finish();
    }
    HttpResponse::Ok().json(body.answer())
}

#[post("/embeddings")]
async fn embeddings(body: web::Json<Texts>) -> HttpResponse {
    if body.validate().is_err() {
        return HttpResponse::UnprocessableEntity().finish();
    }
    HttpResponse::Ok().json(body.answer())
}

#[post("/tensor")]
async fn tensor(body: web::Json<Tensor>) -> HttpResponse {
    if body.validate().is_err() {
        return HttpResponse::UnprocessableEntity().finish();
    }
    HttpResponse::Ok().json(body.answer())
}

#[get("/stream")]
async fn events() -> HttpResponse {
    let chunks = stream::iter((0..TOKENS).map(|index| {
        let text = format!("data: {}\n\n", event(index));
        Ok::<_, Infallible>(Bytes::from(text))
    }));
    HttpResponse::Ok().content_type("text/event-stream").streaming(chunks)
}

#[actix_web::main]
async fn main() -> io::Result<()> {
    let Arguments { port, threads } = Arguments::from_command_line();
    let app = || {
        // The default limit is below the tensor's size.
        let json = web::JsonConfig::default().limit(32 << 20);
        let routes = App::new().app_data(json);
        routes.service(item).service(predict).service(embeddings).service(tensor).service(events)
    };
    HttpServer::new(app).workers(threads).bind(("127.0.0.1", port))?.run().await
}
