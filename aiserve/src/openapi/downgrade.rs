//! Schemas of OpenAPI 3.1 in the dialect of 3.0: `nullable`, boolean exclusive bounds, no `const`, no tuples.

use serde_json::Value;

use super::json::{Json, Object};

/// Keywords whose value is a schema, a list of schemas, or schemas by name.
const SCHEMAS: [&str; 5] = ["items", "additionalProperties", "not", "propertyNames", "contentSchema"];
const LISTS: [&str; 4] = ["allOf", "anyOf", "oneOf", "prefixItems"];

/// Keywords that 3.0 lacks; what they say is kept as an extension.
const LATER: [&str; 5] =
    ["propertyNames", "unevaluatedProperties", "contentEncoding", "contentMediaType", "contentSchema"];

/// The same schema, as far as 3.0 can say it.
pub(super) fn schema(mut schema: Object) -> Object {
    inner_schemas(&mut schema);
    constant(&mut schema);
    null(&mut schema);
    exclusive(&mut schema, "minimum", "exclusiveMinimum");
    exclusive(&mut schema, "maximum", "exclusiveMaximum");
    tuple(&mut schema);
    if let Some(Json::List(examples)) = schema.remove("examples")
        && let Some(first) = examples.into_iter().next()
    {
        schema.set("example", first);
    }
    if schema.is("contentEncoding", "base64") {
        schema.remove("contentEncoding");
        schema.set("format", "byte");
    }
    for keyword in LATER {
        if let Some(value) = schema.remove(keyword) {
            schema.set(format!("x-{keyword}"), value);
        }
    }
    lone_reference(schema)
}

fn inner_schemas(object: &mut Object) {
    for keyword in SCHEMAS {
        object.get_mut(keyword).into_iter().for_each(convert);
    }
    for keyword in LISTS {
        if let Some(Json::List(list)) = object.get_mut(keyword) {
            list.iter_mut().for_each(convert);
        }
    }
    if let Some(Json::Object(properties)) = object.get_mut("properties") {
        properties.values_mut().for_each(convert);
    }
}

fn convert(json: &mut Json) {
    if let Json::Object(inner) = json {
        *inner = schema(std::mem::take(inner));
    }
}

fn constant(schema: &mut Object) {
    if let Some(value) = schema.remove("const") {
        schema.set("enum", vec![value]);
    }
}

/// `null` as a type is an enum of the one value; as an alternative it is `nullable`.
fn null(schema: &mut Object) {
    if schema.is("type", "null") {
        // `nullable` needs a type beside it; which one is moot, since the enum has no other value.
        schema.set("type", "object");
        schema.set("nullable", true);
        schema.set("enum", vec![Json::from(Value::Null)]);
        return;
    }
    for keyword in ["anyOf", "oneOf"] {
        let Some(Json::List(branches)) = schema.get_mut(keyword) else { continue };
        let before = branches.len();
        branches.retain(|branch| !is_null(branch));
        if branches.len() == before {
            continue;
        }
        let only = if branches.len() == 1 { branches.pop() } else { None };
        if let Some(Json::Object(only)) = only {
            schema.remove(keyword);
            inline(schema, only);
        }
        schema.set("nullable", true);
    }
}

fn is_null(branch: &Json) -> bool {
    matches!(branch, Json::Object(branch)
        if matches!(branch.get("enum"), Some(Json::List(values)) if values[..] == [Json::from(Value::Null)]))
}

/// Puts the only alternative in the place of the choice.
fn inline(schema: &mut Object, only: Object) {
    if only.has("$ref") || only.iter().any(|(key, _)| schema.has(key)) {
        schema.set("allOf", vec![only.into()]);
    } else {
        schema.extend(only);
    }
}

fn exclusive(schema: &mut Object, plain: &str, exclusive: &str) {
    if let Some(limit) = schema.remove(exclusive) {
        // Where both stand, the exclusive one is the narrower.
        schema.set(plain, limit);
        schema.set(exclusive, true);
    }
}

/// A list with a schema for each place becomes one whose elements are of any of them.
fn tuple(schema: &mut Object) {
    match schema.remove("prefixItems") {
        Some(Json::List(mut places)) => {
            let mut distinct = Vec::new();
            for place in places.drain(..) {
                if !distinct.contains(&place) {
                    distinct.push(place);
                }
            }
            schema.set("items", Object::new().with("anyOf", distinct));
        }
        _ if schema.is("type", "array") => schema.set_default("items", Object::new()),
        _ => {}
    }
}

/// In 3.0 nothing may stand beside a reference.
fn lone_reference(mut schema: Object) -> Object {
    if schema.len() > 1
        && let Some(target) = schema.remove("$ref")
    {
        let mut outer = Object::new().with("allOf", vec![Object::new().with("$ref", target).into()]);
        if let Some(Json::List(more)) = schema.remove("allOf") {
            for part in more {
                outer.push("allOf", part);
            }
        }
        outer.extend(schema);
        return outer;
    }
    schema
}
