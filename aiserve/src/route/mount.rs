//! What can be mounted on an app or a router: lists of endpoints, and routers.

use std::fmt;
use std::marker::PhantomData;

use super::{Route, Router, Routes};
use crate::app::Lifespan;
use crate::describe::Operation;

/// Something that `mount` takes: the list that `routes![..]` makes, or a [`Router`].
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be mounted on an app or router with the state `{S}`",
    label = "neither `routes![..]` nor a `Router`",
    note = "list the endpoints: `.mount(routes![first, second])`"
)]
pub trait Mount<S>: sealed::Grow<S> {}

/// A list of endpoints, as `routes![..]` makes it.
pub struct List<F, S> {
    fill: F,
    state: PhantomData<fn(S)>,
}

/// Makes a list of the endpoints that the closure adds.
pub fn list<S, F: FnOnce(&mut Routes<S>)>(fill: F) -> List<F, S> {
    List { fill, state: PhantomData }
}

impl<F, S> fmt::Debug for List<F, S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("List")
    }
}

/// A part of the tree of routes.
#[derive(Debug)]
pub(crate) enum Branch<S> {
    Routes(Vec<Route<S>>),
    Router(Box<Router<S>>),
}

impl<S> Branch<S> {
    /// The operations in it.
    pub(crate) fn operations(&self, found: &mut Vec<&'static Operation>) {
        match self {
            Self::Routes(routes) => found.extend(routes.iter().map(|route| route.operation)),
            Self::Router(router) => router.branches.iter().for_each(|branch| branch.operations(found)),
        }
    }

    /// The hooks of the routers in it, the outer ones first.
    pub(crate) fn lifespan(self) -> Lifespan<S> {
        let mut all = Lifespan::default();
        if let Self::Router(router) = self {
            all.extend(router.lifespan);
            for branch in router.branches {
                all.extend(branch.lifespan());
            }
        }
        all
    }
}

mod sealed {
    use super::Branch;

    /// What only this crate's types can do: become a part of the tree.
    pub trait Grow<S> {
        #[expect(private_interfaces, reason = "the trait cannot be named outside of the crate")]
        fn grow(self) -> Branch<S>;
    }
}

pub(crate) use sealed::Grow;

impl<S, F: FnOnce(&mut Routes<S>)> Mount<S> for List<F, S> {}

impl<S, F: FnOnce(&mut Routes<S>)> Grow<S> for List<F, S> {
    #[expect(private_interfaces, reason = "the trait cannot be named outside of the crate")]
    fn grow(self) -> Branch<S> {
        Branch::Routes(Routes::collect(self.fill))
    }
}

impl<S> Mount<S> for Router<S> {}

impl<S> Grow<S> for Router<S> {
    #[expect(private_interfaces, reason = "the trait cannot be named outside of the crate")]
    fn grow(self) -> Branch<S> {
        Branch::Router(Box::new(self))
    }
}
