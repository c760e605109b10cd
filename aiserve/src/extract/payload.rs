//! Types that are a JSON body without a wrapper.

use std::collections::{BTreeMap, HashMap};
use std::hash::BuildHasher;

use serde::de::DeserializeOwned;

use super::{Ctx, Extract, Refused, body};
use crate::describe::{Arg, Describes};
use crate::schema::Schema;

/// A type that may be a bare argument: it is the JSON body of the request.
///
/// `#[payload]` and `#[derive(Schema)]` implement it. Other types are wrapped: `Json<T>`.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be a bare JSON body",
    label = "not a payload",
    note = "put `#[payload]` on `{Self}`, or wrap it: `Json<{Self}>`"
)]
pub trait Payload: Schema {}

impl<T: Payload> Payload for Vec<T> {}
impl<T: Payload> Payload for Option<T> {}
impl<T: Payload> Payload for Box<T> where Self: Schema {}
impl<T: Payload, const N: usize> Payload for [T; N] where Self: Schema {}
impl<T: Payload, H: BuildHasher> Payload for HashMap<String, T, H> where Self: Schema {}
impl<T: Payload> Payload for BTreeMap<String, T> where Self: Schema {}

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
