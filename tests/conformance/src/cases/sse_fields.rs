//! Server-sent events with all their fields.

use std::time::Duration;

use aiserve::prelude::*;
use aiserve::{OpenApiVersion, Result};

#[payload]
struct Item {
    name: String,
    price: f64,
}

#[endpoint(GET "/items/stream")]
async fn stream_items() -> Sse<Event<Item>> {
    let items = [("Plumbus", 32.99), ("Portal Gun", 999.99), ("Meeseeks Box", 49.99)];
    Sse::new(generate(async move |mut events| -> Result<()> {
        events.send(Event::only_comment("stream of item updates")).await;
        for ((name, price), id) in items.into_iter().zip(1..) {
            let event = Event::new(Item { name: name.to_owned(), price });
            events.send(event.name("item_update").id(id.to_string()).retry(Duration::from_secs(5))).await;
        }
        Ok(())
    }))
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).openapi_version(OpenApiVersion::V3_2).mount(routes![stream_items])
}
