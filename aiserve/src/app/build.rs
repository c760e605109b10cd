//! Building an app: everything that is wrong with it is found before anything runs.

use super::{App, fallback};
use crate::Error;
use crate::describe::Operation;
use crate::openapi::{self, Listed, OpenApiVersion};
use crate::route::{Plan, Planned, plan};

impl<S> App<S> {
    /// The OpenAPI document as JSON text. The state is not loaded.
    ///
    /// # Errors
    /// Everything that is wrong with the app.
    pub fn openapi(&self) -> Result<String, Error> {
        self.openapi_as(self.version)
    }

    /// The document in another version of OpenAPI.
    pub(crate) fn openapi_as(&self, version: OpenApiVersion) -> Result<String, Error> {
        self.built(version).map(|(_, document)| document)
    }

    /// Method (`WS` for a WebSocket), whole path and summary of each documented operation.
    pub(crate) fn operations(&self) -> Result<Vec<(&'static str, String, &'static str)>, Error> {
        let (plan, _) = self.built(self.version)?;
        let shown = plan.routes.into_iter().filter(|route| !route.operation.hidden);
        let kind = |operation: &Operation| if operation.socket { "WS" } else { operation.method.name() };
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

    /// The routes and the document.
    pub(super) fn built(&self, version: OpenApiVersion) -> Result<(Plan<S>, String), Error> {
        let mut plan = plan(&self.branches, self.settings, &self.guards);
        plan.problems.extend(page_problems(self.openapi_path.as_deref(), self.docs_path.as_deref()));
        plan.problems.extend(fallback::problems(&self.fallbacks));
        let listed: Vec<Listed<'_>> = plan.routes.iter().map(listed).collect();
        match openapi::write(&self.info, &listed, version) {
            Ok(document) if plan.problems.is_empty() => Ok((plan, document)),
            Ok(_) => Err(all(&plan.problems)),
            Err(errors) => {
                let errors = errors.iter().map(ToString::to_string);
                Err(all(&plan.problems.into_iter().chain(errors).collect::<Vec<_>>()))
            }
        }
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

fn listed<S>(route: &Planned<S>) -> Listed<'_> {
    Listed {
        operation: route.operation,
        path: &route.path,
        tags: route.tags.iter().map(String::as_str).collect(),
        errors: route.settings.errors,
        echo_input: route.settings.echo_input,
        guards: route.guards.iter().map(|guard| guard.needs).collect(),
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
