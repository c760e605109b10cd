//! A started app: from a request to its reply.

use std::convert::Infallible;
use std::fmt;
use std::sync::{Arc, Mutex, PoisonError};
use std::task::{Context, Poll};

use bytes::Bytes;
use http::header::{ALLOW, HeaderValue, LOCATION};
use http::request::Parts;
use http::{Method, StatusCode};

use super::App;
use super::fallback::Fallbacks;
use super::health::Health;
use super::lifespan::Lifespan;
use super::pages::Page;
use super::reply::{Reply, started};
use super::way::Way;
use crate::body::{Body, BodyError, RequestBody};
use crate::depends::{Guard, Kept};
use crate::extract::{Ctx, PathParams, Refused, Request, Settings, Shared};
use crate::model::Models;
use crate::problem::{ErrorFormat, Problem};
use crate::respond::{Respond, Response};
use crate::route::{BoxFuture, Entry, Lookup, Next, Planned, Slot, Table};
use crate::stop::Stop;
use crate::tasks::Tasks;
use crate::{Config, Error};

/// A started app: its state is loaded, its routes are checked. It is a [`tower::Service`] and a
/// [`hyper::service::Service`], and cheap to clone.
pub struct Started<S> {
    core: Arc<Core<S>>,
    /// The app's layers around the core, if it has any.
    layered: Option<Next>,
}

struct Core<S> {
    table: Table<Handler<S>>,
    shared: Arc<Shared<S>>,
    settings: Settings,
    redirect_slashes: bool,
    /// What a proxy took off the paths.
    root_path: String,
    fallbacks: Fallbacks,
    health: Arc<Health>,
    lifespan: Mutex<Lifespan<S>>,
    /// Requests that no route answers.
    unrouted: Arc<Way>,
    /// Replies of the app's layers.
    outer: Arc<Way>,
}

/// What answers a request.
enum Handler<S> {
    Endpoint(fn(Ctx<S>) -> BoxFuture, Arc<Way>),
    Guarded(Arc<[Guard<S>]>, fn(Ctx<S>) -> BoxFuture, Arc<Way>),
    Layered(Next, Arc<Way>),
    Page(Page, Settings),
}

/// What a route's layers hand on to the endpoint in the request's extensions.
#[derive(Clone)]
struct Matched(PathParams);

impl<S: Send + Sync + 'static> App<S> {
    /// Checks the app, loads its state, and makes it a service. The configuration is that of the environment.
    ///
    /// # Errors
    /// Everything that is wrong with the app, or what its loading says.
    pub async fn start(self) -> Result<Started<S>, Error> {
        let config = Config::from_env()?;
        self.start_with(&config).await
    }

    pub(crate) async fn start_with(self, config: &Config) -> Result<Started<S>, Error> {
        let (mut plan, documents) = self.built(self.version)?;
        let health = Arc::new(Health::default());
        let streams = Stop::default();
        let of_route = |route: &Planned<S>| {
            Way::new(route.settings, &streams, route.operation.method.name(), route.path.clone())
        };
        let ways: Vec<_> = plan.routes.iter().map(of_route).collect();
        let unrouted = Way::of_none(self.settings, &streams);
        let counted: Arc<[_]> = ways.iter().chain([&unrouted]).map(Arc::clone).collect();
        let pages = self.pages(documents, &health, &counted, &mut plan.index);
        let Self { load, settings, redirect_slashes, layers, fallbacks, mut lifespan, branches, info, .. } = self;
        for branch in branches {
            lifespan.extend(branch.lifespan());
        }
        let fallbacks = Fallbacks::open(fallbacks)?;
        let state =
            load(config).await.map_err(|problem| Error::new(format!("the state can't be loaded: {problem}")))?;
        health.uses(models(&plan.routes, &state));
        let shared = Arc::new(Shared { state, tasks: Tasks::default(), streams });
        lifespan.begin(&shared.state).await?;
        let routes = plan.routes.into_iter().zip(ways);
        let routes = routes.map(|(route, way)| (route.slot, entry(route, &shared, way)));
        let routes: Vec<_> = routes.collect();
        let pages = pages.into_iter().filter(|(slot, _)| !routes.iter().any(|(taken, _)| taken == slot));
        let pages: Vec<_> = pages.map(|(slot, entry)| (slot, page(entry, settings))).collect();
        let table = Table::new(&plan.index, routes.into_iter().chain(pages));
        let outer = Way::of_none(settings, &shared.streams);
        let core = Arc::new(Core {
            table,
            shared,
            settings,
            redirect_slashes,
            root_path: info.root_path,
            fallbacks,
            health,
            lifespan: Mutex::new(lifespan),
            unrouted,
            outer,
        });
        let layered = (!layers.is_empty()).then(|| {
            let core = Arc::clone(&core);
            let inner = Next::from_fn(move |request| {
                let reply = core.answer(&mut Some(request.into_parts()));
                Box::pin(async move {
                    match reply.await {
                        Ok(response) => response,
                        Err(never) => match never {},
                    }
                })
            });
            layers.iter().fold(inner, |next, layer| layer(next, settings))
        });
        Ok(Started { core, layered })
    }
}

/// The models that the routes use.
fn models<S>(routes: &[Planned<S>], state: &S) -> Models {
    let mut found = Models::default();
    for route in routes {
        (route.models)(state, &mut found);
        for guard in &route.guards {
            (guard.models)(state, &mut found);
        }
    }
    found
}

fn entry<S: Send + Sync + 'static>(route: Planned<S>, shared: &Arc<Shared<S>>, way: Arc<Way>) -> Entry<Handler<S>> {
    let Planned { operation, call, prefix_params, settings, layers, guards, .. } = route;
    let guards: Arc<[Guard<S>]> = guards.into();
    let handler = if layers.is_empty() && guards.is_empty() {
        Handler::Endpoint(call, way)
    } else if layers.is_empty() {
        Handler::Guarded(guards, call, way)
    } else {
        let shared = Arc::clone(shared);
        let call = move |ctx| if guards.is_empty() { call(ctx) } else { guarded(ctx, Arc::clone(&guards), call) };
        let inner = Next::from_fn(move |request| innermost(request, &call, settings, &shared));
        Handler::Layered(layers.iter().fold(inner, |next, layer| layer(next, settings)), way)
    };
    let method = Method::from_bytes(operation.method.name().as_bytes()).expect("names of methods are tokens");
    Entry { method, template: operation.path, prefix_params, handler }
}

fn page<S>(entry: Entry<Page>, settings: Settings) -> Entry<Handler<S>> {
    let Entry { method, template, prefix_params, handler } = entry;
    Entry { method, template, prefix_params, handler: Handler::Page(handler, settings) }
}

/// Calls an endpoint after its routers' dependencies.
fn guarded<S: Send + Sync + 'static>(
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

impl<S: Send + Sync + 'static> Started<S> {
    /// Answers a request.
    #[inline]
    pub(crate) fn answer(&self, parts: Parts, body: RequestBody) -> Reply {
        let mut request = Some((parts, body));
        let start = || match &self.layered {
            None => self.core.answer(&mut request),
            Some(layered) => {
                let (parts, body) = taken(&mut request);
                let request = http::Request::from_parts(parts, body);
                Reply::running(layered.answer(request), &self.core.outer, false)
            }
        };
        Reply::caught(start, &self.core.settings)
    }

    /// Waits for the work after replies.
    pub(crate) async fn rested(&self) {
        self.core.shared.tasks.ended().await;
    }

    /// Runs the hooks of the stop, once.
    pub(crate) async fn ended(&self) {
        let lifespan = std::mem::take(&mut *self.core.lifespan.lock().unwrap_or_else(PoisonError::into_inner));
        lifespan.end(&self.core.shared.state).await;
    }

    /// Says from now on that the app takes no more requests.
    pub(crate) fn stop(&self) {
        self.core.health.stop();
    }

    /// Tells the streams and sockets that are open to end.
    pub(crate) fn stop_streams(&self) {
        self.core.shared.streams.now();
    }

    /// Waits until the models that endpoints use are loaded and warm. Requests to them are answered by 503 before.
    ///
    /// # Errors
    /// Which model can't be used, and why.
    pub async fn ready(&self) -> Result<(), Error> {
        self.core.health.models().ready().await
    }
}

impl<S: Send + Sync + 'static> Core<S> {
    /// Answers a request that is lent and taken: it is large, and moving it is what a short answer would cost most.
    fn answer(&self, request: &mut Option<(Parts, RequestBody)>) -> Reply {
        let mut path = PathParams::default();
        let (parts, _) = request.as_ref().expect("a request is answered once");
        let head_only = parts.method == Method::HEAD;
        let handler = match self.table.find(&parts.method, parts.uri.path(), &mut path) {
            Lookup::Found(handler) => handler,
            missed => return self.missed(&missed, parts, head_only),
        };
        let Handler::Endpoint(call, way) = handler else {
            return self.surrounded(handler, taken(request), path, head_only);
        };
        let (parts, body) = taken(request);
        let future = call(Ctx::new(Request::new(parts, body, path, way.settings), Arc::clone(&self.shared)));
        Reply::running(future, way, head_only)
    }

    /// What answers otherwise than by an endpoint alone. Apart, so that this does not weigh on the usual way.
    #[inline(never)]
    fn surrounded(
        &self,
        handler: &Handler<S>,
        (parts, body): (Parts, RequestBody),
        path: PathParams,
        head_only: bool,
    ) -> Reply {
        match handler {
            Handler::Endpoint(call, way) => {
                let ctx = Ctx::new(Request::new(parts, body, path, way.settings), Arc::clone(&self.shared));
                Reply::running(call(ctx), way, head_only)
            }
            Handler::Guarded(guards, call, way) => {
                let ctx = Ctx::new(Request::new(parts, body, path, way.settings), Arc::clone(&self.shared));
                Reply::running(guarded(ctx, Arc::clone(guards), *call), way, head_only)
            }
            Handler::Layered(next, way) => Reply::running(next.answer(for_layers(parts, body, path)), way, head_only),
            Handler::Page(page, _) => Reply::ready(page.respond(&parts.headers), None, head_only),
        }
    }

    #[cold]
    fn missed(&self, missed: &Lookup<'_, Handler<S>>, parts: &Parts, head_only: bool) -> Reply {
        let response = match missed {
            Lookup::WrongMethod(slot) => self.wrong_method(slot),
            Lookup::Malformed(malformed) => Problem::bad_request(malformed.detail()).respond(&self.settings),
            Lookup::NoPath | Lookup::Found(_) => match self.redirect(parts) {
                Some(elsewhere) => elsewhere,
                None => match self.fallbacks.answer(parts, self.settings) {
                    Some(answer) => return Reply::running(answer, &self.unrouted, head_only),
                    None => Problem::not_found("").respond(&self.settings),
                },
            },
        };
        Reply::ready(response, Some(Arc::clone(&self.unrouted)), head_only)
    }

    fn wrong_method(&self, slot: &Slot<Handler<S>>) -> Response {
        let settings = match slot.first() {
            Some(Handler::Endpoint(_, way) | Handler::Guarded(_, _, way) | Handler::Layered(_, way)) => &way.settings,
            Some(Handler::Page(_, settings)) => settings,
            None => &self.settings,
        };
        let allow = if settings.errors == ErrorFormat::FastApi { &slot.declared } else { &slot.allow };
        Problem::new(StatusCode::METHOD_NOT_ALLOWED, "").header(ALLOW, allow.clone()).respond(settings)
    }

    /// To the same path with the slash at its end added or removed, if that has a route.
    fn redirect(&self, parts: &Parts) -> Option<Response> {
        let path = parts.uri.path();
        // `//host/` as a location would lead away from this server.
        if !self.redirect_slashes || path.starts_with("//") {
            return None;
        }
        let other = path.strip_suffix('/').map_or_else(|| format!("{path}/"), str::to_owned);
        if !matches!(
            self.table.find(&parts.method, &other, &mut PathParams::default()),
            Lookup::Found(_) | Lookup::WrongMethod(_)
        ) {
            return None;
        }
        let query = parts.uri.query().map_or_else(String::new, |query| format!("?{query}"));
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
        let location = format!("{}{other}{query}", self.root_path);
        response.headers_mut().insert(LOCATION, HeaderValue::try_from(location).ok()?);
        Some(response)
    }
}

fn taken(request: &mut Option<(Parts, RequestBody)>) -> (Parts, RequestBody) {
    request.take().expect("a request is answered once")
}

/// A routed request as layers take it: with its parameters, and a copy of the path they are in, since layers may change
/// the request's.
fn for_layers(mut parts: Parts, body: RequestBody, mut path: PathParams) -> http::Request<RequestBody> {
    path.decoded.get_or_insert_with(|| parts.uri.path().into());
    parts.extensions.insert(Matched(path));
    http::Request::from_parts(parts, body)
}

impl<S> Clone for Started<S> {
    fn clone(&self) -> Self {
        Self { core: Arc::clone(&self.core), layered: self.layered.clone() }
    }
}

impl<S> fmt::Debug for Started<S> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("Started")
    }
}

impl<S, B> tower::Service<http::Request<B>> for Started<S>
where
    S: Send + Sync + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Reply;

    fn poll_ready(&mut self, _: &mut Context<'_>) -> Poll<Result<(), Infallible>> {
        Poll::Ready(Ok(()))
    }

    #[inline]
    fn call(&mut self, request: http::Request<B>) -> Reply {
        hyper::service::Service::call(self, request)
    }
}

impl<S, B> hyper::service::Service<http::Request<B>> for Started<S>
where
    S: Send + Sync + 'static,
    B: http_body::Body<Data = Bytes, Error: Into<BodyError>> + Send + 'static,
{
    type Response = Response;
    type Error = Infallible;
    type Future = Reply;

    #[inline]
    fn call(&self, request: http::Request<B>) -> Reply {
        let (parts, body) = request.into_parts();
        self.answer(parts, RequestBody::new(body))
    }
}
