//! Dependencies: what several endpoints need, written once as a function that reads the request as endpoints do.
//!
//! `#[dependency]` makes a function one. An argument `#[depends(caller)]` gets its value, the words `depends(audit)` of an
//! endpoint, and `depends` of [`Router`](crate::Router) and [`App`](crate::App), run it for its effect. A dependency runs
//! once for each request, before the endpoint's body is read; its inputs and errors are documented with each operation.

mod background;
mod cache;
mod cleanup;
mod function;
mod kept;
mod later;
mod outcome;
mod replaced;
mod running;

pub use background::Background;
pub use cleanup::Cleanup;
pub use function::{DependencyFn, Guard};
pub use running::Running;

pub use kept::Kept;
pub use outcome::{Outcome, Plain, Probe, Valued};

pub(crate) use cache::Cache;
pub(crate) use replaced::Replaced;

use std::any::TypeId;
use std::pin::Pin;

use crate::describe::Needs;
use crate::extract::{Ctx, Refused, Request};
use crate::model::Models;

/// A dependency's value in the making.
pub type Run<'a, V> = Pin<Box<dyn Future<Output = Result<V, Refused>> + Send + 'a>>;

/// What a dependency takes and gives. `#[dependency]` implements it on a type of the function's name.
pub trait Describe: 'static {
    /// Its value.
    type Value: Shared;
    /// What it takes from the request, and how it fails.
    const NEEDS: &'static Needs;
}

/// A dependency that runs beside the application state `S`.
pub trait Dependency<S>: Describe {
    /// Reads the arguments and calls the function.
    fn run(ctx: &mut Ctx<S>) -> Run<'_, Self::Value>;

    /// Adds the models that it uses.
    fn models(state: &S, found: &mut Models) {
        let _ = (state, found);
    }

    /// The value in this request: of the first time that it was needed with these security scopes.
    fn take<'a>(
        ctx: &'a mut Ctx<S>,
        scopes: &'a [&'static str],
    ) -> impl Future<Output = Result<Self::Value, Refused>> + Send + 'a
    where
        S: Send + Sync + 'static,
    {
        take::<S, Self>(ctx, scopes)
    }
}

/// A value that each argument of a request can have a clone of.
#[diagnostic::on_unimplemented(
    message = "`{Self}` can't be the value of a dependency",
    label = "not `Clone + Send + Sync`",
    note = "everyone in a request who needs the dependency gets a clone: derive `Clone`, or return an `Arc`"
)]
pub trait Shared: Clone + Send + Sync + 'static {}

#[diagnostic::do_not_recommend]
impl<T: Clone + Send + Sync + 'static> Shared for T {}

/// The value of a dependency in this request: of the first time that it was needed, with these scopes if it looks at them.
async fn take<S, D>(ctx: &mut Ctx<S>, scopes: &[&'static str]) -> Result<D::Value, Refused>
where
    D: Dependency<S> + ?Sized,
{
    let before = ctx.cache.require(scopes);
    let result = match ctx.cache.find::<D::Value>(TypeId::of::<D>()) {
        Some(known) => known,
        None => run::<S, D>(ctx).await,
    };
    ctx.cache.restore(before);
    result
}

/// Runs a dependency, or what replaces it, and keeps its value.
async fn run<S, D>(ctx: &mut Ctx<S>) -> Result<D::Value, Refused>
where
    D: Dependency<S> + ?Sized,
{
    let around = ctx.cache.begin();
    let result = match Replaced::find::<D>(&ctx.request) {
        Some(replacement) => replacement(&ctx.request).map_err(Refused::Problem),
        None => D::run(ctx).await,
    };
    match &result {
        Ok(value) => ctx.cache.keep(TypeId::of::<D>(), Some(value.clone()), around),
        Err(Refused::Invalid) => ctx.cache.keep::<D::Value>(TypeId::of::<D>(), None, around),
        Err(_) => ctx.cache.end(around),
    }
    result
}

/// The security scopes that the dependencies and the endpoint around this one ask for, as an argument of a dependency.
///
/// `#[depends(caller, scopes("me"))]` asks for scopes. What a token grants is for the dependency to compare.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
/// use aiserve::depends::RequiredScopes;
///
/// #[dependency]
/// async fn granted(scopes: RequiredScopes) -> Result<()> {
///     match scopes.missing_in(&["items"]) {
///         None => Ok(()),
///         Some(_) => Err(Problem::unauthorized("Not enough permissions")),
///     }
/// }
///
/// #[endpoint(GET "/me")]
/// async fn me(#[depends(granted, scopes("me"))] _granted: ()) -> NoContent {
///     NoContent
/// }
/// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
/// # runtime.block_on(async {
/// let client = TestClient::new(App::stateless().mount(routes![me])).await;
/// client.get("/me").send().await.assert_status(401);
/// # });
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RequiredScopes(pub(crate) Vec<&'static str>);

impl RequiredScopes {
    /// Their names, each once, the endpoint's before those of its dependencies.
    pub fn names(&self) -> &[&'static str] {
        &self.0
    }

    /// The first that is not among those granted.
    pub fn missing_in<T: AsRef<str>>(&self, granted: &[T]) -> Option<&'static str> {
        self.0.iter().find(|scope| !granted.iter().any(|granted| granted.as_ref() == **scope)).copied()
    }
}

impl crate::describe::Describes for RequiredScopes {
    const ARG: crate::describe::Arg = crate::describe::Arg::Hidden;
}

impl<S: Send + Sync> crate::extract::Extract<S> for RequiredScopes {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        Ok(Self(ctx.cache.scopes().to_vec()))
    }
}

/// A replacement of a dependency, for tests.
pub(crate) type Replacement<V> = dyn Fn(&Request) -> crate::Result<V> + Send + Sync;
