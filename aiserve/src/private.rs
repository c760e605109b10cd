//! What generated code calls. Not part of the API: it changes with the macros, which are pinned to the same version.

#[path = "private/glue.rs"]
pub mod glue;

pub use crate::schema::derived::{Digits, Named, Shown, ShownAsNothing, ShownBySerialize, by_ref, example};
pub use crate::schema::limits::{Elements, Limited, Of, above, below, length, multiple_of};
pub use {garde, serde, serde_json};
