//! A query parameter that may be repeated.

use aiserve::prelude::*;

#[payload]
struct Query {
    q: Vec<String>,
}

#[endpoint(GET "/items/")]
async fn read_items(#[query(default = vec!["foo".to_owned(), "bar".to_owned()])] q: Vec<String>) -> Query {
    Query { q }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_items])
}
