//! What `#[derive(Schema)]` and `#[payload]` make of types: one test per shape and attribute.
//!
//! Trees are compared in a short notation ([`render`]): `{ a: u8, b?: text }` is an object with an optional `b`.

#![allow(clippy::trivially_copy_pass_by_ref, reason = "the signature of garde's custom rules")]

mod attributes;
mod checks;
mod enums;
mod fields;
#[cfg(any(
    feature = "base64",
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time",
    feature = "url",
    feature = "uuid"
))]
mod formats;
mod generics;
mod keys;
mod payloads;
mod plain;
mod render;
mod rules;
mod std_types;
mod structs;

pub(crate) use render::{body, errors, node, object};
