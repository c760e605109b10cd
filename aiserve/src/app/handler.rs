//! What answers the requests of one route.

use std::sync::Arc;

use http::request::Parts;

use super::pages::Page;
use super::reply::started;
use super::way::Way;
use crate::body::RequestBody;
use crate::depends::{Guard, Kept};
use crate::extract::{Ctx, PathParams, Refused, Request, Settings, Shared};
use crate::observe::{Number, REQUEST_ID};
use crate::problem::Problem;
use crate::respond::Respond;
use crate::route::{BoxFuture, Next, Own};

/// What answers the requests of one route.
pub(super) enum Handler<S> {
    Endpoint(fn(Ctx<S>) -> BoxFuture, Arc<Way>),
    Guarded(Arc<[Guard<S>]>, fn(Ctx<S>) -> BoxFuture, Arc<Way>),
    Layered(Next, Arc<Way>),
    Page(Page, Settings),
}

/// What a route's layers hand on to the endpoint in the request's extensions.
#[derive(Clone)]
struct Matched(PathParams);

impl<S: Send + Sync + 'static> Handler<S> {
    /// What answers a route of the app itself.
    pub(super) fn of(own: Own<S>, shared: &Arc<Shared<S>>, way: Arc<Way>) -> Self {
        if !own.layers.is_empty() {
            Self::Layered(service(own, shared, way.settings), way)
        } else if own.guards.is_empty() {
            Self::Endpoint(own.call, way)
        } else {
            Self::Guarded(own.guards.into(), own.call, way)
        }
    }
}

/// An endpoint after its dependencies and inside of its layers, as one service.
pub(super) fn service<S: Send + Sync + 'static>(own: Own<S>, shared: &Arc<Shared<S>>, settings: Settings) -> Next {
    let Own { call, layers, guards, models: _ } = own;
    let guards: Arc<[Guard<S>]> = guards.into();
    let shared = Arc::clone(shared);
    let call = move |ctx| if guards.is_empty() { call(ctx) } else { guarded(ctx, Arc::clone(&guards), call) };
    let inner = Next::from_fn(move |request| innermost(request, &call, settings, &shared));
    layers.iter().fold(inner, |next, layer| layer(next, settings))
}

/// Calls an endpoint after its routers' dependencies.
pub(super) fn guarded<S: Send + Sync + 'static>(
    mut ctx: Ctx<S>,
    guards: Arc<[Guard<S>]>,
    call: fn(Ctx<S>) -> BoxFuture,
) -> BoxFuture {
    Box::pin(async move {
        for guard in guards.iter() {
            match (guard.run)(&mut ctx).await {
                // Mistakes are answered together with those of the endpoint's arguments.
                Ok(()) | Err(Refused::Invalid) => {}
                Err(refused) => return crate::__private::glue::refused(refused, ctx.request),
            }
        }
        let kept = Kept(ctx.cache.shared());
        let mut response = call(ctx).await;
        kept.until_sent(&mut response);
        response
    })
}

/// Calls an endpoint with what its layers left of the request.
fn innermost<S>(
    request: http::Request<RequestBody>,
    call: impl Fn(Ctx<S>) -> BoxFuture,
    settings: Settings,
    shared: &Arc<Shared<S>>,
) -> BoxFuture {
    let (mut parts, body) = request.into_parts();
    let Some(Matched(path)) = parts.extensions.remove() else {
        let problem = Problem::internal("a layer removed the extensions of the request");
        return Box::pin(std::future::ready(problem.respond(&settings)));
    };
    let stop = shared.streams.clone();
    let reply = call(Ctx::new(Request::new(parts, body, path, settings), Arc::clone(shared)));
    // Layers see the head that will be sent, so the body begins before them.
    Box::pin(async move { started(reply.await, stop).await })
}

/// A routed request as layers take it: with its parameters, and a copy of the path they are in, since layers may change
/// the request's. Its id, of this number, is in its head.
pub(super) fn for_layers(
    mut parts: Parts,
    body: RequestBody,
    mut path: PathParams,
    number: Option<Number>,
) -> http::Request<RequestBody> {
    if let Some(number) = number {
        parts.headers.insert(REQUEST_ID, number.header());
    }
    path.seldom().decoded.get_or_insert_with(|| parts.uri.path().into());
    parts.extensions.insert(Matched(path));
    http::Request::from_parts(parts, body)
}
