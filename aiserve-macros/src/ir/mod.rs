//! Plain, checked data between parsing and emission.

pub(crate) mod payload;
pub(crate) mod rules;
pub(crate) mod schema;
