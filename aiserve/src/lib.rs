//! FastAPI for AI engineers, in Rust.

#[doc(hidden)]
#[path = "private.rs"]
pub mod __private;
// The derives write `::aiserve`, also where the crate's own tests use them.
#[cfg(test)]
extern crate self as aiserve;

mod app;
pub mod body;
mod cli;
mod config;
pub mod describe;
mod error;
pub mod extract;
mod openapi;
pub mod problem;
pub mod respond;
pub mod route;
pub mod schema;
mod serve;
pub mod testing;
mod validate;

pub use aiserve_macros::{Schema, payload};
pub use error::{Error, Result};
pub use problem::Problem;
pub use schema::Schema;
