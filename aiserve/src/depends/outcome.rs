//! What a dependency's function returns: a value, or a `Result` whose error is a reply.

use std::marker::PhantomData;

use crate::describe::Replies;
use crate::extract::{Refused, Settings};
use crate::respond::Respond;

/// The value of a success, whatever the error is.
pub trait Valued<const PLAIN: bool> {
    /// The value of a success.
    type Value;
}

impl<T> Valued<true> for T {
    type Value = T;
}

impl<T, E> Valued<false> for Result<T, E> {
    type Value = T;
}

/// What a dependency's function returns: a value if it `PLAIN`ly is one, or a `Result`.
#[diagnostic::on_unimplemented(
    message = "the error of `{Self}` is no reply",
    label = "the dependency fails with what nobody can be answered",
    note = "return `aiserve::Result<..>`, or a `Result` whose error has `#[derive(ApiError)]`"
)]
pub trait Outcome<const PLAIN: bool>: Valued<PLAIN> {
    /// The replies of a failure.
    const REPLIES: Replies;

    /// The value, or why there is none.
    ///
    /// # Errors
    /// The failure's reply.
    fn outcome(self, settings: &Settings) -> Result<Self::Value, Refused>;
}

#[diagnostic::do_not_recommend]
impl<T> Outcome<true> for T {
    const REPLIES: Replies = Replies::None;

    fn outcome(self, _: &Settings) -> Result<T, Refused> {
        Ok(self)
    }
}

#[diagnostic::do_not_recommend]
impl<T, E: Respond> Outcome<false> for Result<T, E> {
    const REPLIES: Replies = E::REPLIES;

    fn outcome(self, settings: &Settings) -> Result<T, Refused> {
        self.map_err(|error| Refused::Reply(Box::new(error.respond(settings))))
    }
}

/// Tells whether a type is a `Result`: `Probe::<T>::IS_PLAIN`, with [`Plain`] in scope.
#[derive(Debug)]
pub struct Probe<T>(PhantomData<T>);

impl<T, E> Probe<Result<T, E>> {
    /// A `Result` is no value.
    pub const IS_PLAIN: bool = false;
}

/// What holds of every type that is no `Result`: a constant of the type's own goes before that of a trait.
pub trait Plain {
    /// Any other type is a value.
    const IS_PLAIN: bool = true;
}

impl<T> Plain for Probe<T> {}
