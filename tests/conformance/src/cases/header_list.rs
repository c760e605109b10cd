//! A header that may be repeated.

use aiserve::prelude::*;

#[payload]
struct Tokens {
    #[serde(rename = "X-Token values")]
    values: Option<Vec<String>>,
}

#[endpoint(GET "/items/")]
async fn read_items(#[header] x_token: Option<Vec<String>>) -> Tokens {
    Tokens { values: x_token }
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_items])
}
