//! From tokens to raw, unchecked data. Only here are attributes read.

pub(crate) mod api_error;
pub(crate) mod app_state;
mod depends;
pub(crate) mod endpoint;
mod endpoint_more;
mod endpoint_parts;
mod endpoint_route;
mod endpoint_template;
mod endpoint_words;
pub(crate) mod function;
pub(crate) mod payload;
mod payload_exact;
mod payload_plain;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod schema_case;
pub(crate) mod schema_fields;
pub(crate) mod schema_serde;
pub(crate) mod schema_texts;
pub(crate) mod schema_words;
pub(crate) mod security;
