//! From plain data to tokens. Only here is code quoted.

pub(crate) mod rules;
pub(crate) mod rules_checks;
