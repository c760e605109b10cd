//! What generated code calls. Not part of the API: it changes with the macros, which are pinned to the same version.

#[path = "private/calls.rs"]
pub mod calls;
#[path = "private/exact/mod.rs"]
pub mod exact;
#[path = "private/glue.rs"]
pub mod glue;
#[path = "private/plain/mod.rs"]
pub mod plain;
#[path = "private/rules.rs"]
pub mod rules;

pub use crate::extract::{Argument, Read};
pub use crate::schema::derived::{
    Digits, Named, Shown, ShownAsNothing, ShownBySerialize, by_ref, documented, example, flattens, holds_tag, key,
    needed,
};
pub use crate::schema::limits::{Elements, Limited, Of, length};
pub use {garde, serde, serde_json};

use crate::schema::{Node, Schema};

/// The header field that says when to try again, as a reply documents it.
pub const RETRY_AFTER: (&str, &str, Node) =
    ("retry-after", "Seconds to wait before the next try.", <u64 as Schema>::NODE);
