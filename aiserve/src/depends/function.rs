//! Dependencies by their functions, for routers, apps and tests.

use std::fmt;

use super::{Dependency, Describe, Run, Running};
use crate::describe::Needs;
use crate::extract::Ctx;
use crate::model::Models;

/// A function under `#[dependency]`. `Arguments` are those of the function.
#[diagnostic::on_unimplemented(
    message = "`{Self}` is no dependency",
    label = "not a function under `#[dependency]`",
    note = "put `#[dependency]` on the function"
)]
pub trait DependencyFn<Arguments> {
    /// The type that describes it.
    type Dependency: Describe;
}

macro_rules! functions {
    ($($argument:ident)*) => {
        impl<F, D, R, $($argument),*> DependencyFn<($($argument,)*)> for F
        where
            F: Fn($($argument),*) -> Running<D, R>,
            D: Describe,
        {
            type Dependency = D;
        }
    };
}

functions! {}
functions! { A1 }
functions! { A1 A2 }
functions! { A1 A2 A3 }
functions! { A1 A2 A3 A4 }
functions! { A1 A2 A3 A4 A5 }
functions! { A1 A2 A3 A4 A5 A6 }
functions! { A1 A2 A3 A4 A5 A6 A7 }
functions! { A1 A2 A3 A4 A5 A6 A7 A8 }
functions! { A1 A2 A3 A4 A5 A6 A7 A8 A9 }
functions! { A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 }
functions! { A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 }
functions! { A1 A2 A3 A4 A5 A6 A7 A8 A9 A10 A11 A12 }

/// A dependency that runs for its effect before the endpoints of a router.
pub struct Guard<S> {
    pub(crate) needs: &'static Needs,
    pub(crate) run: for<'a> fn(&'a mut Ctx<S>) -> Run<'a, ()>,
    pub(crate) models: fn(&S, &mut Models),
}

impl<S: Send + Sync + 'static> Guard<S> {
    /// The guard of a dependency's function.
    pub(crate) fn of<A, F>(_: &F) -> Self
    where
        F: DependencyFn<A>,
        F::Dependency: Dependency<S>,
    {
        Self {
            needs: F::Dependency::NEEDS,
            run: |ctx| Box::pin(async move { F::Dependency::take(ctx, &[]).await.map(drop) }),
            models: F::Dependency::models,
        }
    }
}

impl<S> Clone for Guard<S> {
    fn clone(&self) -> Self {
        *self
    }
}

impl<S> Copy for Guard<S> {}

impl<S> fmt::Debug for Guard<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Guard")
    }
}
