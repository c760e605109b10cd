//! The OpenAPI object itself, its paths and webhooks, and the callbacks of operations.

use super::components::Registry;
use super::info;
use super::json::{Json, Object};
use super::named::{self, Named};
use super::operation::{method_name, operation};
use super::socket::socket;
use super::{Contents, Listed, OpenApiVersion, security};
use crate::Error;

/// The whole document, or everything that makes it impossible.
pub(super) fn document(contents: &Contents<'_>, version: OpenApiVersion) -> Result<Object, Vec<Error>> {
    let info = contents.info;
    let modern = version != OpenApiVersion::V3_0;
    let [routes, webhooks] = named::named(contents)?;
    let draft = Registry::draft(version);
    items(&routes, path, &draft)?;
    items(&webhooks, name, &draft)?;
    let components = draft.components();
    let registry = draft.settled(&components)?;
    let paths = items(&routes, path, &registry)?;
    let hooks = items(&webhooks, name, &registry)?;
    let schemas = registry.written(registry.components());
    let security = security::schemes(&named::all(routes.iter().chain(&webhooks)))?;
    let components = Object::new().with_object("schemas", schemas).with_object("securitySchemes", security);
    let mut document = Object::new()
        .with("openapi", version.text())
        .with("info", info::info(info, modern))
        .with_list("servers", info::servers(info))
        .with("paths", paths)
        .with_object(if modern { "webhooks" } else { "x-webhooks" }, hooks)
        .with_object("components", components)
        .with_list("tags", info::tags(info));
    if let Some(docs) = &info.external_docs {
        document.set("externalDocs", info::external_docs(&docs.url, docs.description.as_deref()));
    }
    for (name, value) in &info.extensions {
        document.set(name.as_str(), value.clone());
    }
    Ok(document)
}

/// The Path Item objects, in the order of mounting. `key`: what an operation stands under.
fn items(named: &[Named<'_>], key: fn(&Listed<'_>) -> String, registry: &Registry) -> Result<Object, Vec<Error>> {
    let mut items = Object::new();
    let mut errors = Vec::new();
    for Named { listed, id, callbacks } in named {
        let key = key(listed);
        items.set_default(&key, Object::new());
        let Some(Json::Object(item)) = items.get_mut(&key) else { continue };
        if listed.operation.is_socket() {
            item.set("x-websocket", socket(listed, id, registry));
            continue;
        }
        let method = method_name(listed);
        if item.has(method) {
            let method = method.to_uppercase();
            errors.push(Error::new(format!(
                "the document would have two operations `{method} {key}`; mark one `hidden`"
            )));
        }
        let mut operation = operation(listed, id, registry);
        for callback in callbacks {
            let item = items_of_one(callback, registry)?;
            called(&mut operation, callback.listed.operation.id, item);
        }
        item.set(method, operation);
    }
    if errors.is_empty() { Ok(items) } else { Err(errors) }
}

/// The Callback object of one operation: under its expression.
fn items_of_one(callback: &Named<'_>, registry: &Registry) -> Result<Object, Vec<Error>> {
    items(std::slice::from_ref(callback), name, registry)
}

/// Adds a callback to those of an operation.
fn called(operation: &mut Object, name: &str, callback: Object) {
    operation.set_default("callbacks", Object::new());
    if let Some(Json::Object(callbacks)) = operation.get_mut("callbacks") {
        callbacks.set(name, callback);
    }
}

/// The path as OpenAPI writes it: a parameter that takes the rest of the path looks like any other.
fn path(listed: &Listed<'_>) -> String {
    listed.path.replace("{*", "{")
}

/// The name of a webhook, or the expression of a callback.
fn name(listed: &Listed<'_>) -> String {
    listed.path.to_owned()
}
