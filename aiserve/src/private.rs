//! What generated code calls. Not part of the API: it changes with the macros, which are pinned to the same version.

#[path = "private/glue.rs"]
pub mod glue;

pub use {garde, serde, serde_json};
