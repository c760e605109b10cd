//! All rules about what users may write; all violations are reported.

pub(crate) mod endpoint;
pub(crate) mod names;
pub(crate) mod rules;
pub(crate) mod schema;
pub(crate) mod serde;
pub(crate) mod words;
