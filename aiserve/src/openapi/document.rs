//! The OpenAPI object itself, and its paths.

use super::components::Registry;
use super::info::{self, Info};
use super::json::{Json, Object};
use super::operation::{self, method_name, operation};
use super::socket::socket;
use super::{Listed, OpenApiVersion, security};
use crate::Error;

/// The whole document, or everything that makes it impossible.
pub(super) fn document(info: &Info, routes: &[Listed<'_>], version: OpenApiVersion) -> Result<Object, Vec<Error>> {
    let shown: Vec<Listed<'_>> = routes.iter().filter(|listed| !listed.operation.hidden).cloned().collect();
    let ids = operation::ids(&shown);
    let modern = version != OpenApiVersion::V3_0;
    let draft = Registry::draft(version);
    paths(&shown, &ids, &draft)?;
    let components = draft.components();
    let registry = draft.settled(&components)?;
    let paths = paths(&shown, &ids, &registry)?;
    let schemas = registry.written(registry.components());
    let security = security::schemes(&shown)?;
    let components = Object::new().with_object("schemas", schemas).with_object("securitySchemes", security);
    Ok(Object::new()
        .with("openapi", version.text())
        .with("info", info::info(info, modern))
        .with_list("servers", info::servers(info))
        .with("paths", paths)
        .with_object("components", components)
        .with_list("tags", info::tags(info)))
}

/// The Paths object, in the order of mounting.
fn paths(routes: &[Listed<'_>], ids: &[String], registry: &Registry) -> Result<Object, Vec<Error>> {
    let mut paths = Object::new();
    let mut errors = Vec::new();
    for (listed, id) in routes.iter().zip(ids) {
        let path = template(listed.path);
        if listed.operation.socket {
            paths.set_default(&path, Object::new());
            let Some(Json::Object(item)) = paths.get_mut(&path) else { continue };
            item.set("x-websocket", socket(listed, id, registry));
            continue;
        }
        let method = method_name(listed);
        paths.set_default(&path, Object::new());
        let Some(Json::Object(item)) = paths.get_mut(&path) else { continue };
        if item.has(method) {
            let method = method.to_uppercase();
            errors.push(Error::new(format!(
                "the document would have two operations `{method} {path}`; mark one `hidden`"
            )));
        }
        item.set(method, operation(listed, id, registry));
    }
    if errors.is_empty() { Ok(paths) } else { Err(errors) }
}

/// The path as OpenAPI writes it: a parameter that takes the rest of the path looks like any other.
fn template(path: &str) -> String {
    path.replace("{*", "{")
}
