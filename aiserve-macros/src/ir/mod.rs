//! Plain, checked data between parsing and emission.

pub(crate) mod rules;
