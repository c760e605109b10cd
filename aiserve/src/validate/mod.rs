//! The pass that runs only after a failure and finds every mistake: it walks the JSON against the constant schema.
//!
//! Texts of parameters become JSON first (`text`), so one walk serves all places. What only code can decide comes from
//! the garde report of the decoded value (`report`).

mod bounds;
mod form;
mod grammar;
mod json;
mod list;
mod look;
mod object;
mod patterns;
mod report;
mod request;
mod rules;
mod scalar;
mod text;
mod union;
mod walk;

pub(crate) use form::form;
#[cfg(feature = "multipart")]
pub(crate) use look::object;
pub(crate) use look::{Leaf, bare, field_of, for_each_field, has_keys, leaf, member};
pub(crate) use report::judge;
#[cfg(feature = "msgpack")]
pub(crate) use request::unpacked;
pub(crate) use request::{Cause, absent, body, group, misplaced, param, path};

#[cfg(test)]
mod tests;
