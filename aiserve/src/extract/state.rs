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

/// States that no app can have. Two of them hold everything, so that the compiler never takes the only state type that
/// holds a value for the app's: it waits until the app is known, and then names it in what it says.
mod nowhere {
    use super::FromState;

    #[derive(Debug)]
    pub enum First {}

    #[derive(Debug)]
    pub enum Second {}

    #[doc(hidden)]
    #[diagnostic::do_not_recommend]
    impl<T> FromState<First> for T {
        fn from_state(state: &First) -> T {
            match *state {}
        }
    }

    #[doc(hidden)]
    #[diagnostic::do_not_recommend]
    impl<T> FromState<Second> for T {
        fn from_state(state: &Second) -> T {
            match *state {}
        }
    }
}
