//! What answers the requests of one route.

use std::sync::Arc;

use http::request::Parts;

use super::pages::Page;
use super::reply::started;
use super::way::Way;
use crate::body::RequestBody;
use crate::depends::{Guard, Kept};
use crate::extract::{Arrival, Ctx, PathParams, Refused, Request, Settings, Shared};
use crate::limit::{self, Limit};
use crate::observe::REQUEST_ID;
use crate::problem::Problem;
use crate::respond::Respond;
use crate::route::{BoxFuture, Next, Own};

/// What answers the requests of one route.
pub(super) enum Handler<S> {
    Endpoint(fn(Ctx<S>) -> BoxFuture, Arc<Way>),
    Guarded(Arc<Around<S>>, fn(Ctx<S>) -> BoxFuture, Arc<Way>),
    Layered(Next, Arc<Way>),
    Page(Page, Settings),
}

/// What is asked before an endpoint.
pub(super) struct Around<S> {
    limits: Vec<Limit>,
    guards: Vec<Guard<S>>,
}

/// What a route's layers hand on to the endpoint in the request's extensions, beside what the server knows of it.
#[derive(Clone)]
struct Matched(PathParams, Arrival);

impl<S: Send + Sync + 'static> Handler<S> {
    /// What answers a route of the app itself.
    pub(super) fn of(own: Own<S>, shared: &Arc<Shared<S>>, way: Arc<Way>) -> Self {
        if !own.layers.is_empty() {
            Self::Layered(service(own, shared, way.settings), way)
        } else if own.guards.is_empty() && own.limits.is_empty() {
            Self::Endpoint(own.call, way)
        } else {
            Self::Guarded(Arc::new(Around { limits: own.limits, guards: own.guards }), own.call, way)
        }
    }
}

/// An endpoint after its dependencies and inside of its layers, as one service.
pub(super) fn service<S: Send + Sync + 'static>(own: Own<S>, shared: &Arc<Shared<S>>, settings: Settings) -> Next {
    let Own { call, layers, limits, guards, models: _ } = own;
    let is_bare = limits.is_empty() && guards.is_empty();
    let around = Arc::new(Around { limits, guards });
    let shared = Arc::clone(shared);
    let call = move |ctx| if is_bare { call(ctx) } else { guarded(ctx, Arc::clone(&around), call) };
    let inner = Next::from_fn(move |request| innermost(request, &call, settings, &shared));
    layers.iter().fold(inner, |next, layer| layer(next, settings))
}

/// Calls an endpoint within its limits, and after its routers' dependencies.
pub(super) fn guarded<S: Send + Sync + 'static>(
    mut ctx: Ctx<S>,
    around: Arc<Around<S>>,
    call: fn(Ctx<S>) -> BoxFuture,
) -> BoxFuture {
    Box::pin(async move {
        let entered = match limit::enter(&around.limits, &mut ctx).await {
            Ok(entered) => entered,
            Err(problem) => return problem.respond(ctx.request.settings()),
        };
        for guard in &around.guards {
            match (guard.run)(&mut ctx).await {
                // Mistakes are answered together with those of the endpoint's arguments.
                Ok(()) | Err(Refused::Invalid) => {}
                Err(refused) => return crate::__private::glue::refused(refused, ctx.request),
            }
        }
        let kept = Kept(ctx.cache.shared());
        let mut response = call(ctx).await;
        kept.until_sent(&mut response);
        entered.until_sent(&mut response);
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
    let Some(Matched(path, arrival)) = parts.extensions.remove() else {
        let problem = Problem::internal("a layer removed the extensions of the request");
        return Box::pin(std::future::ready(problem.respond(&settings)));
    };
    let stop = shared.streams.clone();
    let request = Request::new(parts, body, path, settings, arrival);
    let reply = call(Ctx::new(request, Arc::clone(shared)));
    // Layers see the head that will be sent, so the body begins before them.
    Box::pin(async move { started(reply.await, stop).await })
}

/// A routed request as layers take it: with its parameters, and a copy of the path they are in, since layers may change
/// the request's. Its id is in its head.
pub(super) fn for_layers(
    mut parts: Parts,
    body: RequestBody,
    mut path: PathParams,
    arrival: Arrival,
) -> http::Request<RequestBody> {
    if let Some(id) = arrival.id() {
        parts.headers.insert(REQUEST_ID, id.header());
    }
    path.seldom().decoded.get_or_insert_with(|| parts.uri.path().into());
    parts.extensions.insert(Matched(path, arrival));
    http::Request::from_parts(parts, body)
}
