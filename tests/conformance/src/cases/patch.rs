//! A partial update: only what was sent is changed.

use std::collections::HashMap;
use std::sync::{LazyLock, Mutex, PoisonError};

use aiserve::prelude::*;

#[payload]
#[derive(Default)]
struct Item {
    name: Option<String>,
    description: Option<String>,
    price: Option<f64>,
    #[payload(default = 10.5)]
    tax: f64,
    #[payload(default = Vec::new())]
    tags: Vec<String>,
}

#[payload]
struct Changes {
    name: Patch<Option<String>>,
    description: Patch<Option<String>>,
    price: Patch<Option<f64>>,
    #[schema(default = 10.5)]
    tax: Patch<f64>,
    #[schema(default = [""; 0])]
    tags: Patch<Vec<String>>,
}

impl Changes {
    fn apply(self, item: &mut Item) {
        let Self { name, description, price, tax, tags } = self;
        name.apply(&mut item.name);
        description.apply(&mut item.description);
        price.apply(&mut item.price);
        tax.apply(&mut item.tax);
        tags.apply(&mut item.tags);
    }
}

static ITEMS: LazyLock<Mutex<HashMap<&str, Item>>> = LazyLock::new(|| {
    let item = |name: &str, price, tax| Item { name: Some(name.to_owned()), price: Some(price), tax, ..Item::default() };
    let bartenders = Some("The bartenders".to_owned());
    Mutex::new(HashMap::from([
        ("foo", item("Foo", 50.2, 10.5)),
        ("bar", Item { description: bartenders, ..item("Bar", 62.0, 20.2) }),
        ("baz", item("Baz", 50.2, 10.5)),
    ]))
});

/// Runs `change` on a stored item. An unknown one is this program's mistake, not the client's.
fn with_item<R>(id: &str, change: impl FnOnce(&mut Item) -> R) -> Result<R> {
    let mut items = ITEMS.lock().unwrap_or_else(PoisonError::into_inner);
    let item = items.get_mut(id).ok_or_else(|| Problem::internal(format!("no item `{id}`")))?;
    Ok(change(item))
}

#[endpoint(GET "/items/{item_id}")]
async fn read_item(item_id: String) -> Result<Item> {
    with_item(&item_id, |item| item.clone())
}

#[endpoint(PATCH "/items/{item_id}")]
async fn update_item(item_id: String, changes: Changes) -> Result<Item> {
    with_item(&item_id, |item| {
        changes.apply(item);
        item.clone()
    })
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_item, update_item])
}
