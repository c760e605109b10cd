//! Routes: which endpoint answers a request.

mod endpoint;

pub use endpoint::{BoxFuture, Describe, Endpoint, Route, Routes};
