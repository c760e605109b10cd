//! An endpoint as `#[endpoint]` writes it, and the lists of them that `routes![]` makes.

use std::pin::Pin;

use crate::describe::Operation;
use crate::extract::Ctx;
use crate::model::Models;
use crate::respond::Response;

/// The one allocation of a request: the endpoint's future.
pub type BoxFuture = Pin<Box<dyn Future<Output = Response> + Send>>;

/// The description of an endpoint. `#[endpoint]` implements it on a type of the function's name.
pub trait Describe {
    /// What it takes and gives.
    const OPERATION: &'static Operation;
}

/// An endpoint that runs with the application state `S`. Written by `#[endpoint]`.
pub trait Endpoint<S>: Describe {
    /// Reads the arguments, calls the function, makes the reply.
    fn call(ctx: Ctx<S>) -> BoxFuture;

    /// Adds the models that it uses.
    fn models(state: &S, found: &mut Models) {
        let _ = (state, found);
    }
}

/// A described, callable endpoint: the one record that router and document read.
#[derive(Debug)]
pub struct Route<S> {
    /// What it takes and gives.
    pub operation: &'static Operation,
    /// Its function.
    pub call: fn(Ctx<S>) -> BoxFuture,
    /// Adds the models that it uses.
    pub models: fn(&S, &mut Models),
}

/// A list of routes in the making: what the closure of `routes![]` fills.
#[derive(Debug)]
pub struct Routes<S> {
    list: Vec<Route<S>>,
}

impl<S> Routes<S> {
    /// Adds an endpoint, by the value of the type that `#[endpoint]` named like the function.
    #[allow(clippy::needless_pass_by_value, reason = "the value is there to be constructed by the caller")]
    pub fn add<E: Endpoint<S>>(&mut self, _: E) {
        self.list.push(Route { operation: E::OPERATION, call: E::call, models: E::models });
    }

    pub(crate) fn collect(fill: impl FnOnce(&mut Self)) -> Vec<Route<S>> {
        let mut routes = Self { list: Vec::new() };
        fill(&mut routes);
        routes.list
    }
}
