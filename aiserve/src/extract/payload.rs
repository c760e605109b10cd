//! Which types are a JSON body without a wrapper.

use std::collections::{BTreeMap, HashMap};
use std::marker::PhantomData;

use serde::de::DeserializeOwned;

use super::{Ctx, Extract, Refused, body};
use crate::describe::{Arg, Describes};
use crate::model::Models;
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
    const BARE: bool = true;
}

/// How an endpoint reads an argument of a type that says itself where it comes from: `BARE` is the type's own constant.
///
/// The constant keeps bare bodies and wrappers apart, so that a wrapper which cannot be read is explained by what it
/// lacks itself; and where the type is no argument at all, that is told once and not again where the endpoint is mounted.
#[derive(Debug)]
pub struct Argument<T, const BARE: bool>(PhantomData<T>);

/// Reads an argument of type `T` beside the application state `S`.
pub trait Read<S, T> {
    /// Reads it.
    ///
    /// # Errors
    /// What the request lacks or has wrong.
    fn read(ctx: &mut Ctx<S>) -> impl Future<Output = Result<T, Refused>> + Send;

    /// Adds the models that it uses.
    fn models(state: &S, found: &mut Models) {
        let _ = (state, found);
    }
}

impl<S, T: Extract<S>> Read<S, T> for Argument<T, false> {
    fn read(ctx: &mut Ctx<S>) -> impl Future<Output = Result<T, Refused>> + Send {
        T::extract(ctx)
    }

    fn models(state: &S, found: &mut Models) {
        T::models(state, found);
    }
}

impl<S: Send + Sync, T: Payload + DeserializeOwned> Read<S, T> for Argument<T, true> {
    async fn read(ctx: &mut Ctx<S>) -> Result<T, Refused> {
        let received = body::receive(&mut ctx.request, body::node::<T>()).await?;
        body::decode(&mut ctx.request, received)
    }
}
