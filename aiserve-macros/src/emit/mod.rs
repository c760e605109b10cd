//! From plain data to tokens. Only here is code quoted.

pub(crate) mod api_error;
pub(crate) mod app_state;
mod arguments;
pub(crate) mod dependency;
mod depends;
pub(crate) mod endpoint;
mod endpoint_call;
pub(crate) mod literal;
pub(crate) mod payload;
mod payload_bounds;
mod payload_exact;
mod payload_plain;
pub(crate) mod routes;
pub(crate) mod rules;
pub(crate) mod rules_checks;
pub(crate) mod schema;
pub(crate) mod schema_check;
pub(crate) mod schema_key;
pub(crate) mod schema_node;
pub(crate) mod schema_shapes;
pub(crate) mod security;
