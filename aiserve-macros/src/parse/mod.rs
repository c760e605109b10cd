//! From tokens to raw, unchecked data. Only here are attributes read.

pub(crate) mod rules;
pub(crate) mod schema_words;
