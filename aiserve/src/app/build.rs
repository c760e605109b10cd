//! Building an app: everything that is wrong with it is found before anything runs.

use std::collections::BTreeSet;

use super::{App, fallback};
use crate::Error;
use crate::describe::Operation;
use crate::openapi::{self, Contents, Listed, OpenApiVersion};
use crate::route::{Placed, Plan};

/// The app's documents as JSON texts.
pub(super) struct Documents {
    pub(super) main: String,
    /// Those that routers named, by their names.
    pub(super) named: Vec<(String, String)>,
}

impl<S> App<S> {
    /// The OpenAPI document as JSON text. The state is not loaded.
    ///
    /// # Errors
    /// Everything that is wrong with the app.
    pub fn openapi(&self) -> Result<String, Error> {
        self.openapi_as(None, None)
    }

    /// The document of this name, which a router said by [`Router::document`](crate::Router::document).
    ///
    /// # Errors
    /// Everything that is wrong with the app, and that there is no such document.
    pub fn openapi_of(&self, name: &str) -> Result<String, Error> {
        self.openapi_as(None, Some(name))
    }

    /// The main document or the one of a name, in another version of OpenAPI than the app's if one is given.
    pub(crate) fn openapi_as(&self, version: Option<OpenApiVersion>, name: Option<&str>) -> Result<String, Error> {
        let (_, Documents { main, named }) = self.built(version.unwrap_or(self.version))?;
        let Some(name) = name else { return Ok(main) };
        let names = named.iter().map(|(known, _)| format!("`{known}`")).collect::<Vec<_>>().join(", ");
        let found = named.into_iter().find(|(known, _)| known == name);
        found.map(|(_, document)| document).ok_or_else(|| {
            let others =
                if names.is_empty() { "there is but the main one".to_owned() } else { format!("there are {names}") };
            Error::new(format!("there is no document `{name}`: beside the main one, {others}"))
        })
    }

    /// Method (`WS` for a WebSocket), whole path and summary of each documented operation.
    pub(crate) fn operations(&self) -> Result<Vec<(&'static str, String, &'static str)>, Error> {
        let (plan, _) = self.built(self.version)?;
        let shown = plan.routes.into_iter().map(|route| route.placed).filter(|route| !route.operation.hidden);
        let kind = |operation: &Operation| if operation.is_socket() { "WS" } else { operation.method.name() };
        Ok(shown.map(|route| (kind(route.operation), route.path, route.operation.summary)).collect())
    }

    /// The API's name and version.
    pub(crate) fn name(&self) -> String {
        format!("{} {}", self.info.title, self.info.version)
    }

    /// Where the page that shows the document is, if there is one.
    pub(crate) fn docs(&self) -> Option<&str> {
        self.docs_path.as_deref().filter(|_| cfg!(feature = "docs") && self.openapi_path.is_some())
    }

    /// The routes and the documents.
    pub(super) fn built(&self, version: OpenApiVersion) -> Result<(Plan<S>, Documents), Error> {
        let mut plan = self.planned();
        plan.problems.extend(page_problems(self.openapi_path.as_deref(), self.docs_path.as_deref()));
        plan.problems.extend(fallback::problems(&self.fallbacks));
        plan.problems.extend(self.info_problems());
        plan.problems.extend(self.mistakes.iter().cloned());
        let main = self.written(&mut plan, None, version);
        let names: BTreeSet<String> = plan.routes.iter().filter_map(|route| route.placed.document.clone()).collect();
        let others = names.into_iter().map(|name| {
            let document = self.written(&mut plan, Some(&name), version);
            (name, document)
        });
        let documents = Documents { main, named: others.collect() };
        if plan.problems.is_empty() { Ok((plan, documents)) } else { Err(all(&plan.problems)) }
    }

    /// One document; what makes it impossible is one more problem.
    fn written(&self, plan: &mut Plan<S>, name: Option<&str>, version: OpenApiVersion) -> String {
        let routes = plan.routes.iter().map(|route| &route.placed).filter(|route| route.document.as_deref() == name);
        let webhooks = if name.is_none() { self.listed_webhooks() } else { Vec::new() };
        let contents = Contents { info: &self.info, routes: routes.map(listed).collect(), webhooks, ids: self.ids };
        match openapi::write(&contents, version) {
            Ok(document) => document,
            Err(errors) => {
                plan.problems.extend(errors.iter().map(ToString::to_string));
                String::new()
            }
        }
    }
}

impl<S> App<S> {
    /// What is wrong with what the app says of itself.
    fn info_problems(&self) -> Vec<String> {
        let mut problems = Vec::new();
        for (name, _) in &self.info.extensions {
            if !name.starts_with("x-") {
                problems.push(format!("the extension `{name}` is wrong: its name begins with `x-`"));
            }
        }
        let root = &self.info.root_path;
        if !root.is_empty() && (!root.starts_with('/') || root.ends_with('/') || root.contains(['{', '}', '?', '#'])) {
            problems.push(format!("the root_path `{root}` is wrong: it begins with `/`, and ends without"));
        }
        problems
    }

    /// The webhooks; of a router's, its tags and its prefix count for nothing.
    pub(super) fn listed_webhooks(&self) -> Vec<Listed<'static>> {
        let mut found = Vec::new();
        self.webhooks.iter().for_each(|branch| branch.operations(&mut found));
        let own = found.into_iter().map(|operation| Listed::elsewhere(operation, self.settings.errors));
        own.chain(self.nested.iter().flat_map(|nest| nest.app.webhooks())).collect()
    }
}

/// What is wrong with where the document and its page are to be.
fn page_problems(openapi_path: Option<&str>, docs_path: Option<&str>) -> Vec<String> {
    let is_wrong = |path: &str| !path.starts_with('/') || path.contains(['{', '}', '?', '#']);
    let paths = [("openapi_path", openapi_path), ("docs_path", docs_path)];
    let mut problems = Vec::new();
    for (name, path) in paths.into_iter().filter_map(|(name, path)| Some((name, path?))) {
        if is_wrong(path) {
            problems.push(format!("the {name} `{path}` is wrong: a path begins with `/` and has no parameters"));
        }
    }
    if openapi_path.is_some() && openapi_path == docs_path {
        problems.push("the openapi_path and the docs_path are the same".to_owned());
    }
    problems
}

fn listed(route: &Placed) -> Listed<'_> {
    Listed {
        operation: route.operation,
        path: &route.path,
        tags: route.tags.iter().map(String::as_str).collect(),
        errors: route.settings.errors,
        echo_input: route.settings.echo_input,
        guards: route.needs.clone(),
        within: String::new(),
        is_elsewhere: false,
        refusals: &route.refusals,
    }
}

/// One error that lists all problems.
pub(super) fn all(problems: &[String]) -> Error {
    match problems {
        [problem] => Error::new(format!("the app can't be built: {problem}")),
        problems => {
            Error::new(format!("the app can't be built, for {} reasons:\n- {}", problems.len(), problems.join("\n- ")))
        }
    }
}
