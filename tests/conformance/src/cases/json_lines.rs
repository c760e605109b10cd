//! JSON Lines, typed and untyped.

use aiserve::prelude::*;
use aiserve::{OpenApiVersion, Result};
use serde_json::Value;

#[payload]
struct Item {
    name: String,
    description: Option<String>,
}

fn items() -> impl Iterator<Item = Item> {
    let items = [
        ("Plumbus", "A multi-purpose household device."),
        ("Portal Gun", "A portal opening device."),
        ("Meeseeks Box", "A box that summons a Meeseeks."),
    ];
    items.into_iter().map(|(name, description)| Item {
        name: name.to_owned(),
        description: Some(description.to_owned()),
    })
}

/// One value after the other, from a source that is there already.
fn lines<T: aiserve::Schema + serde::Serialize + Send + 'static>(
    items: impl Iterator<Item = T> + Send + 'static,
) -> JsonLines<T> {
    JsonLines::new(generate(async move |mut lines| -> Result<()> {
        for item in items {
            lines.send(item).await;
        }
        Ok(())
    }))
}

fn untyped() -> JsonLines<Value> {
    lines(items().map(|item| serde_json::to_value(item).unwrap_or_default()))
}

#[endpoint(GET "/items/stream")]
async fn stream_items() -> JsonLines<Item> {
    lines(items())
}

#[endpoint(GET "/items/stream-no-async")]
async fn stream_items_no_async() -> JsonLines<Item> {
    lines(items())
}

#[endpoint(GET "/items/stream-no-annotation")]
async fn stream_items_no_annotation() -> JsonLines<Value> {
    untyped()
}

#[endpoint(GET "/items/stream-no-async-no-annotation")]
async fn stream_items_no_async_no_annotation() -> JsonLines<Value> {
    untyped()
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).openapi_version(OpenApiVersion::V3_2).mount(routes![
        stream_items,
        stream_items_no_async,
        stream_items_no_annotation,
        stream_items_no_async_no_annotation
    ])
}
