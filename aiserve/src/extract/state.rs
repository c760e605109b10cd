//! The application's state as an argument.

use std::ops::Deref;

use super::{Ctx, Extract, Refused};
use crate::describe::{Arg, Describes};

/// A value of the application's state, as an argument.
///
/// `#[derive(AppState)]` makes every field of the state type available; the value is cloned per request, so put what is
/// large behind an `Arc`.
#[derive(Clone, Copy, Debug)]
pub struct State<T>(pub T);

impl<T> Deref for State<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

/// A value that the application state `S` holds.
#[diagnostic::on_unimplemented(
    message = "the application state `{S}` holds no `{Self}`",
    label = "needed by a `State<{Self}>` argument",
    note = "add a field of type `{Self}` to `{S}` and put `#[derive(AppState)]` on it, or write `impl FromState<{S}> for {Self}`"
)]
pub trait FromState<S> {
    /// Takes the value from the state.
    fn from_state(state: &S) -> Self;
}

impl<T> Describes for State<T> {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync, T: FromState<S> + Send> Extract<S> for State<T> {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        Ok(Self(T::from_state(ctx.state())))
    }
}
