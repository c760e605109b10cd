//! Which types are a JSON body without a wrapper.

use std::collections::{BTreeMap, HashMap};

use serde::de::DeserializeOwned;

use super::{Ctx, Extract, Refused, body};
use crate::describe::{Arg, Describes};
use crate::schema::Schema;

/// A type that is a JSON body when it stands bare as an argument.
///
/// `#[payload]` and `#[derive(Schema)]` implement it; lists, options and maps of such types are bodies too. Scalars are
/// not: whether a `u64` is a path segment or a body cannot be told from its type.
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

#[diagnostic::do_not_recommend]
impl<T: Payload + DeserializeOwned> Describes for T {
    const ARG: Arg = body::json_arg::<T>();
}

#[diagnostic::do_not_recommend]
impl<S: Send + Sync, T: Payload + DeserializeOwned> Extract<S> for T {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let received = body::receive(&mut ctx.request, body::node::<T>()).await?;
        body::decode(&mut ctx.request, received)
    }
}
