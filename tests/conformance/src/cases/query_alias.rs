//! A query parameter whose name on the wire is no Rust name, with limits of its text.

use aiserve::prelude::*;

#[payload]
struct ItemId {
    item_id: String,
}

#[payload]
struct Items {
    items: Vec<ItemId>,
    #[serde(skip_serializing_if = "Option::is_none")]
    q: Option<String>,
}

#[endpoint(GET "/items/")]
async fn read_items(
    /// Query string for the items to search in the database that have a good match
    #[query(rename = "item-query", title = "Query string", deprecated)]
    #[garde(length(chars, min = 3, max = 50), pattern("^fixedquery$"))]
    q: Option<String>,
) -> Items {
    let items = ["Foo", "Bar"].map(|id| ItemId { item_id: id.to_owned() }).into();
    Items { items, q: q.filter(|text| !text.is_empty()) }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_items])
}
