//! Which types are a JSON body without a wrapper.

use std::collections::{BTreeMap, HashMap};

use crate::schema::Schema;

/// A type that is a JSON body when it stands bare as an argument or as a result.
///
/// `#[payload]` and `#[derive(Schema)]` implement it; lists, options and maps of such types are bodies too. Scalars are not:
/// whether a `u64` is a path segment or a body cannot be told from its type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no body of its own",
    note = "put `#[payload]` on `{Self}`, or wrap it: `Json<{Self}>`"
)]
pub trait Payload: Schema {}

impl<T: Payload> Payload for Vec<T> {}
impl<T: Payload> Payload for Option<T> {}
impl<T: Payload> Payload for Box<T> {}
impl<T: Payload, const N: usize> Payload for [T; N] {}
impl<T: Payload, S> Payload for HashMap<String, T, S> {}
impl<T: Payload> Payload for BTreeMap<String, T> {}
