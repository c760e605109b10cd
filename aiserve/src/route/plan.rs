//! The tree of routes as a flat list, with everything that is wrong with it.

use std::collections::HashMap;
use std::time::Duration;

use http::StatusCode;

use super::layer::Layer;
use super::table::{Index, Prefix};
use super::template::{self, Template};
use super::{BoxFuture, Branch, Route, Router};
use crate::depends::Guard;
use crate::describe::{Arg, Needs, Operation, flattened, untold};
use crate::extract::{Ctx, MAX_PATH_PARAMS, Settings};
use crate::limit::{Concurrency, Limit};
use crate::model::Models;
use crate::problem::Place;

/// A route where it was mounted.
pub(crate) struct Planned<S> {
    pub(crate) placed: Placed,
    /// How it is answered; nothing if a nested app does.
    pub(crate) own: Option<Own<S>>,
}

/// What a route is to the table and the document.
#[derive(Clone)]
pub(crate) struct Placed {
    pub(crate) operation: &'static Operation,
    /// Its whole path template.
    pub(crate) path: String,
    /// What comes before the operation's own path, if it has parameters.
    pub(crate) prefix: Option<Prefix>,
    /// Its place in the table.
    pub(crate) slot: usize,
    pub(crate) tags: Vec<String>,
    /// The document it is in, if not the main one.
    pub(crate) document: Option<String>,
    pub(crate) settings: Settings,
    /// How long it may take, if it or what is around it says so.
    pub(crate) timeout: Option<Duration>,
    /// What the dependencies around it need.
    pub(crate) needs: Vec<&'static Needs>,
    /// The statuses of its limits.
    pub(crate) refusals: Vec<u16>,
}

/// How a route of the app itself is answered.
pub(crate) struct Own<S> {
    pub(crate) call: fn(Ctx<S>) -> BoxFuture,
    pub(crate) models: fn(&S, &mut Models),
    /// The innermost first.
    pub(crate) layers: Vec<Layer>,
    /// The outermost first.
    pub(crate) limits: Vec<Limit>,
    /// The outermost first.
    pub(crate) guards: Vec<Guard<S>>,
}

/// The routes of an app that is nested in another one, and what is wrong with the others.
pub(crate) struct Nested {
    pub(crate) prefix: String,
    pub(crate) routes: Vec<Placed>,
    pub(crate) problems: Vec<String>,
}

/// All routes that can be served, and what is wrong with the others.
pub(crate) struct Plan<S> {
    pub(crate) routes: Vec<Planned<S>>,
    pub(crate) index: Index,
    pub(crate) problems: Vec<String>,
}

/// What an app says of all its routes.
pub(crate) struct Whole<'a, S> {
    pub(crate) settings: Settings,
    pub(crate) timeout: Option<Duration>,
    pub(crate) limits: &'a [Limit],
    pub(crate) guards: &'a [Guard<S>],
}

/// Flattens the tree; the routes of nested apps are the last.
pub(crate) fn plan<S>(
    branches: &[Branch<S>],
    whole: &Whole<'_, S>,
    nested: impl IntoIterator<Item = Nested>,
) -> Plan<S> {
    let mut planner = Planner {
        plan: Plan { routes: Vec::new(), index: Index::default(), problems: Vec::new() },
        taken: HashMap::new(),
    };
    let root = Surroundings {
        prefix: String::new(),
        tags: Vec::new(),
        document: None,
        settings: whole.settings,
        timeout: whole.timeout,
        layers: Vec::new(),
        limits: whole.limits.to_vec(),
        guards: whole.guards.to_vec(),
    };
    planner.branches(branches, &root);
    nested.into_iter().for_each(|nested| planner.nested(nested));
    planner.plan
}

const NO_PARAMETERS: &str = "it has a parameter, which none of the nested app's endpoints knows";

/// What the routers around a route say.
struct Surroundings<S> {
    prefix: String,
    tags: Vec<String>,
    document: Option<String>,
    settings: Settings,
    timeout: Option<Duration>,
    layers: Vec<Layer>,
    limits: Vec<Limit>,
    guards: Vec<Guard<S>>,
}

struct Planner<S> {
    plan: Plan<S>,
    /// The route of each method of a slot.
    taken: HashMap<(usize, crate::describe::Method), usize>,
}

impl<S> Planner<S> {
    fn branches(&mut self, branches: &[Branch<S>], around: &Surroundings<S>) {
        for branch in branches {
            match branch {
                Branch::Routes(routes) => routes.iter().for_each(|route| self.route(route, around)),
                Branch::Router(router) => self.router(router, around),
            }
        }
    }

    fn router(&mut self, router: &Router<S>, around: &Surroundings<S>) {
        let Router { prefix, tags, document, errors, timeout, layers, limits, guards, branches, lifespan: _ } = router;
        if let Err(mistake) = check_prefix(prefix) {
            self.plan.problems.push(format!("the router's prefix `{prefix}` is wrong: {mistake}"));
            return;
        }
        if let Some(name) = document.as_ref().filter(|name| !is_file_name(name)) {
            let mistake = "letters, digits, `-`, `_` and `.` make a name";
            self.plan.problems.push(format!("the name `{name}` of a document is wrong: {mistake}"));
        }
        let mut inside = Surroundings {
            document: document.as_ref().or(around.document.as_ref()).cloned(),
            prefix: format!("{}{prefix}", around.prefix),
            tags: around.tags.clone(),
            settings: around.settings,
            timeout: timeout.or(around.timeout),
            layers: layers.iter().chain(&around.layers).cloned().collect(),
            limits: around.limits.iter().chain(limits).cloned().collect(),
            guards: around.guards.iter().chain(guards).copied().collect(),
        };
        for tag in tags {
            if !inside.tags.contains(tag) {
                inside.tags.push(tag.clone());
            }
        }
        inside.settings.errors = errors.unwrap_or(inside.settings.errors);
        self.branches(branches, &inside);
    }

    fn route(&mut self, route: &Route<S>, around: &Surroundings<S>) {
        let operation = route.operation;
        let path = format!("{}{}", around.prefix, operation.path);
        match self.planned(route, &path, around) {
            Ok(planned) => self.plan.routes.push(planned),
            Err(mistake) => self.refuse(operation, &path, &mistake),
        }
    }

    fn refuse(&mut self, operation: &Operation, path: &str, mistake: &str) {
        let method = operation.method.name();
        self.plan.problems.push(format!("`{method} {path}` of {}: {mistake}", function(operation)));
    }

    /// Finds the routes of a nested app their places among the others.
    fn nested(&mut self, nested: Nested) {
        let Nested { prefix, routes, problems } = nested;
        let mistake = if prefix.contains('{') { Err(NO_PARAMETERS.to_owned()) } else { check_prefix(&prefix) };
        if let Err(mistake) = mistake {
            self.plan.problems.push(format!("the nested app's prefix `{prefix}` is wrong: {mistake}"));
            return;
        }
        let of_it = |problem| if prefix.is_empty() { problem } else { format!("in the app at `{prefix}`: {problem}") };
        self.plan.problems.extend(problems.into_iter().map(of_it));
        for route in routes {
            let path = format!("{prefix}{}", route.path);
            let place = template::parse(&path).and_then(|Template { shape, .. }| self.place(route.operation, &shape));
            match place {
                Ok(slot) => {
                    let placed = Placed { path, slot, ..route };
                    self.plan.routes.push(Planned { placed, own: None });
                }
                Err(mistake) => self.refuse(route.operation, &path, &mistake),
            }
        }
    }

    /// The place of an operation in the table.
    fn place(&mut self, operation: &Operation, shape: &str) -> Result<usize, String> {
        let slot = self.plan.index.slot(shape).map_err(|error| self.conflict(&error))?;
        let next = self.plan.routes.len();
        let first = *self.taken.entry((slot, operation.method)).or_insert(next);
        match self.plan.routes.get(first) {
            Some(other) => Err(format!("{} answers these requests already", function(other.placed.operation))),
            None => Ok(slot),
        }
    }

    fn planned(&mut self, route: &Route<S>, path: &str, around: &Surroundings<S>) -> Result<Planned<S>, String> {
        let Route { operation, call, models } = *route;
        let Template { names, shape } = template::parse(path)?;
        if names.len() > MAX_PATH_PARAMS {
            return Err(format!("a path can have {MAX_PATH_PARAMS} parameters, this one has {}", names.len()));
        }
        let args = taken(operation, &around.guards);
        if let Some(name) = unknown_param(&args, &names) {
            return Err(format!("an argument or a dependency takes `{{{name}}}` of the path, which has none"));
        }
        if let Some(mistake) = args.iter().find_map(|arg| untold(arg)) {
            return Err(mistake);
        }
        let params = names.len() - template::parse(operation.path)?.names.len();
        let slot = self.place(operation, &shape)?;
        let status =
            StatusCode::from_u16(operation.status).map_err(|_| format!("{} is no status", operation.status))?;
        let mut tags: Vec<String> = around.tags.clone();
        tags.extend(operation.tags.iter().map(|tag| (*tag).to_owned()).filter(|tag| !around.tags.contains(tag)));
        let own_limit = operation.concurrency.map(|most| Limit::from(Concurrency::new(most)));
        let limits: Vec<_> = around.limits.iter().cloned().chain(own_limit).collect();
        let placed = Placed {
            operation,
            path: path.to_owned(),
            prefix: (params > 0).then(|| Prefix { template: around.prefix.as_str().into(), params }),
            slot,
            tags,
            document: around.document.clone(),
            settings: Settings { status, ..around.settings },
            timeout: operation.timeout.or(around.timeout),
            needs: around.guards.iter().map(|guard| guard.needs).collect(),
            refusals: limits.iter().map(Limit::status).collect(),
        };
        let own = Own { call, models, layers: around.layers.clone(), limits, guards: around.guards.clone() };
        Ok(Planned { placed, own: Some(own) })
    }

    /// Why a shape can't stand beside the others.
    fn conflict(&self, error: &matchit::InsertError) -> String {
        let matchit::InsertError::Conflict { with } = error else { return error.to_string() };
        let is_other = |route: &&Placed| template::parse(&route.path).is_ok_and(|other| other.shape == *with);
        match self.plan.routes.iter().map(|route| &route.placed).find(is_other) {
            Some(other) => format!("ambiguous beside `{}` of {}", other.path, function(other.operation)),
            None => error.to_string(),
        }
    }
}

/// What an operation takes, and what the dependencies around it take.
fn taken<S>(operation: &Operation, guards: &[Guard<S>]) -> Vec<&'static Arg> {
    let around = guards.iter().map(|guard| guard.needs.args);
    around.chain([operation.args]).flat_map(flattened).map(|flat| flat.arg).collect()
}

/// A parameter of the path that a dependency takes and the path has not.
fn unknown_param(args: &[&'static Arg], names: &[&str]) -> Option<&'static str> {
    let mut params = args.iter().filter_map(|arg| match arg {
        Arg::Param(param) if param.place == Place::Path => Some(param.field.name),
        _ => None,
    });
    params.find(|param| !names.contains(param))
}

/// Whether a name can stand in the path of a document as it is.
fn is_file_name(name: &str) -> bool {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_.".contains(&byte);
    name.bytes().all(is_plain) && name.bytes().any(|byte| byte.is_ascii_alphanumeric())
}

fn check_prefix(prefix: &str) -> Result<(), String> {
    if prefix.is_empty() {
        return Ok(());
    }
    if prefix.ends_with('/') {
        return Err("it ends with `/`, which the routes' paths begin with".to_owned());
    }
    if prefix.contains("{*") {
        return Err("a parameter that takes the rest of the path leaves none to the routes".to_owned());
    }
    template::parse(prefix).map(drop)
}

/// The function of an operation, for messages.
fn function(operation: &Operation) -> String {
    format!("`{}::{}`", operation.module, operation.id)
}
