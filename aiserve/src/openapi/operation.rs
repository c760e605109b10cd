//! The Operation object and its request body.

use super::Listed;
use super::components::Registry;
use super::json::{Json, Object};
use super::parameter::{self, Parameter};
use super::response::{self, Refusals};
use super::{info, schema::Side, security};
use crate::describe::{Arg, BodyArg, Operation, OperationKind};
use crate::schema::Node;

/// The Operation object.
pub(super) fn operation(listed: &Listed<'_>, id: &str, registry: &Registry) -> Object {
    let operation = listed.operation;
    let parameters = parameter::of(listed, registry);
    let mut object = head(listed, id, &parameters, registry);
    let body = operation.args.iter().find_map(|arg| if let Arg::Body(body) = arg { Some(body) } else { None });
    // What others refuse is theirs to say.
    let refusals = if listed.is_elsewhere {
        Refusals::default()
    } else {
        Refusals {
            invalid: parameters.iter().any(|parameter| parameter.can_fail(registry)),
            body: body.map(|body| body.media_type),
            unknown: security::is_asked(listed),
            unwritten: operation.kind == OperationKind::Described,
            busy: listed.refusals.contains(&503),
            often: listed.refusals.contains(&429),
            late: operation.timeout.is_some_and(|limit| !limit.is_zero()),
        }
    };
    if let Some(body) = body {
        object.set("requestBody", request_body(body, registry));
    }
    object.set("responses", response::responses(listed, refusals, registry));
    tail(listed, &mut object);
    object
}

/// What an operation asks of its caller, and what is told of it besides.
pub(super) fn tail(listed: &Listed<'_>, object: &mut Object) {
    let Operation { deprecated, external_docs, extensions, .. } = listed.operation;
    let security = security::requirement(listed);
    if !security.is_empty() {
        object.set("security", security);
    }
    if *deprecated {
        object.set("deprecated", true);
    }
    if let Some((url, description)) = external_docs {
        object.set("externalDocs", info::external_docs(url, *description));
    }
    for (name, value) in *extensions {
        object.set(*name, value());
    }
}

/// What people read of an operation, its id and its parameters.
pub(super) fn head(listed: &Listed<'_>, id: &str, parameters: &[Parameter], registry: &Registry) -> Object {
    let operation = listed.operation;
    let summary = if operation.summary.is_empty() { title_case(operation.id) } else { operation.summary.to_owned() };
    Object::new()
        .with_list("tags", Json::texts(listed.tags.iter().copied()))
        .with("summary", summary)
        .with_text("description", operation.description)
        .with("operationId", id)
        .with_list("parameters", parameters.iter().map(|parameter| parameter.object(registry).into()).collect())
}

fn request_body(body: &BodyArg, registry: &Registry) -> Object {
    // Only JSON can be any value; of other bodies without a schema nothing is known, not even that they have bytes.
    let is_binary = matches!(body.node, Node::Any) && body.media_type != "application/json";
    let media = if is_binary {
        response::binary(registry)
    } else {
        let schema = registry.dialect(registry.schemas(Side::Input).node(&body.node));
        Object::new().with("schema", schema).with_object("examples", response::examples(body.examples))
    };
    let media_types = std::iter::once(&body.media_type).chain(body.other_media_types);
    Object::new()
        .with_text("description", body.doc)
        .with("required", !is_binary && !body.node.is_optional())
        .with("content", media_types.map(|name| ((*name).to_owned(), media.clone().into())).collect::<Object>())
}

/// `read_item` as a summary: `Read Item`.
fn title_case(name: &str) -> String {
    let words = name.trim_start_matches("r#").split('_').filter(|word| !word.is_empty());
    let capital = |word: &str| {
        let mut letters = word.chars();
        letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
    };
    words.map(capital).collect::<Vec<String>>().join(" ")
}

/// The method's key in a Path Item object.
pub(super) fn method_name(listed: &Listed<'_>) -> &'static str {
    use crate::describe::Method;
    match listed.operation.method {
        Method::Get => "get",
        Method::Put => "put",
        Method::Post => "post",
        Method::Delete => "delete",
        Method::Options => "options",
        Method::Head => "head",
        Method::Patch => "patch",
        Method::Trace => "trace",
    }
}
