//! Plain, checked data between parsing and emission.

pub(crate) mod api_error;
pub(crate) mod endpoint;
pub(crate) mod payload;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod security;
