//! Models inside models, lists and sets.

use std::collections::BTreeSet;

use aiserve::prelude::*;
use aiserve::types::HttpUrl;

#[payload]
struct Image {
    url: HttpUrl,
    name: String,
}

#[payload]
struct Item {
    name: String,
    description: Option<String>,
    price: f64,
    tax: Option<f64>,
    #[serde(default)]
    tags: BTreeSet<String>,
    images: Option<Vec<Image>>,
}

#[payload]
struct Offer {
    name: String,
    description: Option<String>,
    price: f64,
    items: Vec<Item>,
}

#[endpoint(POST "/offers/")]
async fn create_offer(offer: Offer) -> Offer {
    offer
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![create_offer])
}
