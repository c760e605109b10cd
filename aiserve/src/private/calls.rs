//! The call of an endpoint, as far as it needs no code of its own: rustc checks these futures once, and one in generated
//! code once for each endpoint.

use std::marker::PhantomData;

use http::{HeaderMap, StatusCode};
use serde::de::DeserializeOwned;

use super::glue::{parts, refuse, refused, taken};
use crate::extract::{Argument, Ctx, Extract, Json, Read, Refused, Request, Settings};
use crate::problem::Problem;
use crate::respond::{Respond, Response};
use crate::route::BoxFuture;
use crate::schema::Schema;

/// The header fields that a reply depends on: `Respond::kept_headers` of its type.
///
/// Functions of the trait are handed over one by one, by who names the type, and no type with the trait: so that one that
/// is no reply is one error.
type Keep = fn(&Request) -> Option<Box<HeaderMap>>;

/// Answers by a function that is called already, beside nothing that waits. `keep` and `finish` are those of `Respond`.
pub fn now<R, F>(
    request: &Request,
    keep: Keep,
    finish: impl FnOnce(R, Option<Box<HeaderMap>>, &Settings) -> Response + Send + 'static,
    function: F,
) -> BoxFuture
where
    F: Future<Output = R> + Send + 'static,
{
    let settings = *request.settings();
    let headers = keep(request);
    Box::pin(async move { finish(function.await, headers, &settings) })
}

/// Answers by a function that is called once the arguments that have to be waited for are there. `call` gives nothing if an
/// argument is missing: its mistakes have been recorded.
pub fn later<S, A, R, F>(
    ctx: Ctx<S>,
    _: PhantomData<A>,
    keep: Keep,
    finish: impl FnOnce(R, Option<Box<HeaderMap>>, &Settings) -> Response + Send + 'static,
    call: impl FnOnce(A::Values) -> Option<F> + Send + 'static,
) -> BoxFuture
where
    S: Send + Sync + 'static,
    A: Steps<S>,
    F: Future<Output = R> + Send + 'static,
{
    Box::pin(async move {
        let mut ctx = ctx;
        let values = match A::take(&mut ctx).await {
            Ok(values) => values,
            Err(instead) => return refused(instead, ctx.request),
        };
        let function = match call(values) {
            // A router's dependencies may have found mistakes that are none of the arguments'.
            Some(function) if !ctx.request.is_faulty() => function,
            _ => return refuse(ctx.request),
        };
        let settings = *ctx.request.settings();
        let headers = keep(&ctx.request);
        let kept = ctx.keep();
        drop(ctx);
        let mut response = finish(function.await, headers, &settings);
        kept.until_sent(&mut response);
        response
    })
}

/// The answer of an endpoint whose function has no body.
#[must_use]
pub fn not_implemented(request: &Request) -> Response {
    let problem = Problem::new(StatusCode::NOT_IMPLEMENTED, "the operation is described, and not implemented yet");
    problem.respond(request.settings())
}

/// How one argument is taken that has to be waited for.
pub trait Step<S> {
    /// The argument.
    type Value: Send;

    /// Takes it.
    ///
    /// # Errors
    /// What the request lacks or has wrong.
    fn take(ctx: &mut Ctx<S>) -> impl Future<Output = Result<Self::Value, Refused>> + Send;
}

impl<S, T: Send, const BARE: bool> Step<S> for Argument<T, BARE>
where
    Self: Read<S, T>,
{
    type Value = T;

    fn take(ctx: &mut Ctx<S>) -> impl Future<Output = Result<T, Refused>> + Send {
        <Self as Read<S, T>>::read(ctx)
    }
}

/// The only `#[body]` argument.
#[derive(Debug)]
pub struct Whole<T>(PhantomData<T>);

impl<S: Send + Sync, T: Send> Step<S> for Whole<T>
where
    Json<T>: Extract<S>,
{
    type Value = T;

    async fn take(ctx: &mut Ctx<S>) -> Result<T, Refused> {
        Json::extract(ctx).await.map(|json| json.0)
    }
}

/// The several `#[body]` arguments, as the fields of one struct.
#[derive(Debug)]
pub struct Parts<T>(PhantomData<T>);

impl<S: Send + Sync, T: Schema + DeserializeOwned + Send> Step<S> for Parts<T> {
    type Value = T;

    async fn take(ctx: &mut Ctx<S>) -> Result<T, Refused> {
        parts(&mut ctx.request).await
    }
}

/// The `#[part]` arguments, as the fields of one struct.
#[cfg(feature = "multipart")]
#[derive(Debug)]
pub struct Form<T>(PhantomData<T>);

#[cfg(feature = "multipart")]
impl<S: Send + Sync, T: Schema + DeserializeOwned + Send> Step<S> for Form<T> {
    type Value = T;

    async fn take(ctx: &mut Ctx<S>) -> Result<T, Refused> {
        super::glue::form(&mut ctx.request).await
    }
}

/// How several arguments are taken, in their order: all of them, so that the mistakes of all are found.
pub trait Steps<S> {
    /// The arguments; nothing for one whose mistakes have been recorded.
    type Values: Send;

    /// Takes them.
    ///
    /// # Errors
    /// The reply whatever the other arguments are.
    fn take(ctx: &mut Ctx<S>) -> impl Future<Output = Result<Self::Values, Refused>> + Send;
}

macro_rules! steps {
    ($($name:ident)+) => {
        impl<S: Send + Sync, $($name: Step<S>),+> Steps<S> for ($($name,)+) {
            type Values = ($(Option<$name::Value>,)+);

            async fn take(ctx: &mut Ctx<S>) -> Result<Self::Values, Refused> {
                Ok(($(taken($name::take(ctx).await)?,)+))
            }
        }
    };
}

steps!(A);
steps!(A B);
steps!(A B C);
steps!(A B C D);
