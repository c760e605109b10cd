//! From plain data to tokens. Only here is code quoted.

pub(crate) mod payload;
pub(crate) mod rules;
pub(crate) mod rules_checks;
pub(crate) mod schema;
pub(crate) mod schema_check;
pub(crate) mod schema_node;
