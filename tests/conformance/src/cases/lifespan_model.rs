//! A model that is loaded before the first request, and cleared after the last.

use std::sync::{Arc, PoisonError, RwLock};

use aiserve::Result;
use aiserve::prelude::*;
use serde_json::{Value, json};

type Model = fn(f64) -> f64;
type Shelf = Arc<RwLock<Option<Model>>>;

#[derive(Debug, Default, AppState)]
pub(crate) struct Services {
    model: Shelf,
}

async fn load(services: &Services) -> Result<()> {
    *services.model.write().unwrap_or_else(PoisonError::into_inner) = Some(|x| x * 42.0);
    Ok(())
}

async fn clear(services: &Services) -> Result<()> {
    *services.model.write().unwrap_or_else(PoisonError::into_inner) = None;
    Ok(())
}

#[endpoint(GET "/predict")]
async fn predict(#[query] x: f64, State(shelf): State<Shelf>) -> Result<Json<Value>> {
    let model = *shelf.read().unwrap_or_else(PoisonError::into_inner);
    let model = model.ok_or_else(|| Problem::unavailable("no model is loaded"))?;
    Ok(Json(json!({"result": model(x)})))
}

pub(crate) fn app() -> App<Services> {
    super::like_fastapi(App::with_state(Services::default())).on_start(load).on_stop(clear).mount(routes![predict])
}
