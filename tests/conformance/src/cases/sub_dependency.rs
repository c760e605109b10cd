//! A dependency of a dependency.

use aiserve::Result;
use aiserve::prelude::*;
use serde_json::{Value, json};

#[dependency]
async fn query_extractor(#[query] q: Option<String>) -> Result<Option<String>> {
    Ok(q)
}

#[dependency]
async fn query_or_cookie(
    #[depends(query_extractor)] q: Option<String>,
    #[cookie] last_query: Option<String>,
) -> Result<Option<String>> {
    Ok(q.filter(|q| !q.is_empty()).or(last_query))
}

#[endpoint(GET "/items/")]
async fn read_query(#[depends(query_or_cookie)] found: Option<String>) -> Json<Value> {
    Json(json!({"q_or_cookie": found}))
}

pub(crate) fn app() -> App<()> {
    super::like_fastapi(App::stateless()).mount(routes![read_query])
}
