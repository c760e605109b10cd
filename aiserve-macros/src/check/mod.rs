//! All rules about what users may write; all violations are reported.

pub(crate) mod rules;
pub(crate) mod schema;
