//! FastAPI for AI engineers, in Rust.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
// The derives write `::aiserve`, also where the crate's own tests use them.
#[cfg(test)]
extern crate self as aiserve;

mod apart;
pub mod app;
pub mod body;
mod cli;
mod compute;
mod config;
pub mod depends;
pub mod describe;
mod error;
pub mod extract;
mod json;
pub mod limit;
pub mod model;
mod observe;
pub mod openapi;
pub mod prelude;
pub mod problem;
pub mod respond;
pub mod route;
pub mod schema;
pub mod security;
mod serve;
mod stop;
mod tasks;
pub mod testing;
pub mod types;
mod validate;
#[cfg(feature = "ws")]
pub mod websocket;

#[doc = include_str!("../docs/schema.md")]
pub use aiserve_macros::Schema;
#[doc = include_str!("../docs/payload.md")]
pub use aiserve_macros::payload;
#[cfg(feature = "ws")]
pub use aiserve_macros::websocket;
pub use aiserve_macros::{ApiError, AppState, dependency, endpoint, routes, security};
pub use app::App;
pub use compute::compute;
pub use config::{Config, LogFormat};
pub use error::{Error, Result};
pub use openapi::OpenApiVersion;
pub use problem::Problem;
pub use route::Router;
pub use schema::Schema;
pub use serve::Listener;

/// The README's code, compiled and run as it stands there.
#[cfg(doctest)]
#[doc = include_str!("../../README.md")]
struct Readme;
