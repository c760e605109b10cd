//! Serving models: batches formed when a replica is free, deadlines, overload, cancellation, replicas.
//!
//! A model is a type with [`Predict`]. [`Model::builder`] starts it, on threads of its own; endpoints ask it through
//! [`Use`], an argument and a field of the application's state:
//!
//! ```
//! use aiserve::model::{Batch, Model, Predict, Use};
//! use aiserve::prelude::*;
//!
//! /// A text.
//! #[payload]
//! struct Prompt {
//!     text: String,
//! }
//!
//! /// Tells how long texts are.
//! struct Lengths;
//!
//! impl Predict for Lengths {
//!     type Input = Prompt;
//!     type Output = usize;
//!
//!     fn predict(&mut self, batch: Batch<Prompt>) -> Vec<Result<usize>> {
//!         batch.into_iter().map(|prompt| Ok(prompt.text.len())).collect()
//!     }
//! }
//!
//! /// How long is a text?
//! #[endpoint(POST "/length")]
//! async fn length(prompt: Prompt, model: Use<Lengths>) -> Result<Json<usize>> {
//!     Ok(Json(model.predict(prompt).await?))
//! }
//!
//! #[derive(AppState)]
//! struct Services {
//!     lengths: Use<Lengths>,
//! }
//!
//! async fn load(_: &Config) -> Result<Services> {
//!     Ok(Services { lengths: Model::builder(|_| Ok::<_, Problem>(Lengths)).start()? })
//! }
//!
//! fn app() -> App<Services> {
//!     App::new(load).mount(routes![length])
//! }
//! # fn main() {
//! # tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap().block_on(async {
//! let client = aiserve::testing::TestClient::new(app()).await;
//! let reply = client.post("/length").json(&serde_json::json!({"text": "hello"})).send().await;
//! reply.assert_status(200);
//! assert_eq!(reply.text(), "5");
//! # });
//! # }
//! ```
//!
//! One queue stands before all replicas of a model, and a batch is composed at the moment that a replica is free. So
//! there is no window to tune: while the model is busy the queue grows, and so does the next batch. A request that can't
//! be answered by its deadline is refused at once; see [`Failure`] for what clients are told. The decisions are those of
//! [`scheduler`], which is plain data and can be simulated.
#![doc = include_str!("../../docs/scaling.md")]

mod asking;
mod builder;
mod deadline;
mod deploy;
mod extract;
mod generate;
mod generating;
mod handle;
mod handoff;
mod meter;
mod models;
mod predict;
mod predict_async;
mod predicting;
mod reading;
mod replica;
mod resource;
mod routing;
pub mod scheduler;
mod slot;
mod spans;
mod timing;
mod version;

/// What [`handoff`] is built on; its tests put others in their place.
mod sync {
    pub(super) use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
}

pub use crate::problem::Failure;
pub use builder::{Model, ModelBuilder};
pub use generate::{Generate, Running, Tokens};
pub use handle::Use;
pub use models::Models;
pub use predict::{Batch, Cancelled, Predict};
pub use predict_async::PredictAsync;
pub use replica::Replica;
pub use resource::Resource;
pub use scheduler::{Goal, Priority};

#[cfg(feature = "metrics")]
pub(crate) use meter::{Counter, Histogram, Meter};
pub(crate) use reading::Reading;
pub(crate) use scheduler::Closed;
pub(crate) use timing::Timings;
pub(crate) use version::Phase;
