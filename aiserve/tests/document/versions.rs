//! The same API in OpenAPI 3.0.3, 3.1 and 3.2.

use std::collections::BTreeMap;

use aiserve::OpenApiVersion;
use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::document;

/// Everything that is said otherwise in 3.0.
#[payload]
#[schema(example = json!({"maybe": null}))]
struct Modern {
    maybe: Option<String>,
    /// With a description beside the reference.
    inner: Option<Inner>,
    described: Inner,
    #[schema(gt = 0, lt = 10)]
    inside: i64,
    pair: (String, u8),
    nothing: (),
    by_number: BTreeMap<u8, bool>,
    union: Union,
    letters: Vec<Option<char>>,
}

/// Referred to.
#[payload]
struct Inner {
    a: bool,
}

#[payload]
#[serde(tag = "type")]
enum Union {
    One { a: bool },
    Two,
}

#[endpoint(POST "/modern")]
async fn modern(#[query] q: Option<u8>, body: Modern) -> Modern {
    let _ = q;
    body
}

fn in_version(version: OpenApiVersion, name: &str) -> Value {
    let app = App::stateless().title("Versions").version("1").openapi_version(version).mount(routes![modern]);
    // Kept for validators that are no Rust code.
    let path = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join(format!("versions-{name}.json"));
    std::fs::write(path, app.openapi().unwrap()).unwrap();
    document(&app)
}

#[test]
fn later_versions_differ_in_their_number_alone() {
    let mut one = in_version(OpenApiVersion::V3_1, "3.1");
    let mut two = in_version(OpenApiVersion::V3_2, "3.2");
    assert_eq!((one["openapi"].take(), two["openapi"].take()), (json!("3.1.0"), json!("3.2.0")));
    assert_eq!(one, two);
}

#[test]
fn in_3_0_null_is_nullable_and_references_stand_alone() {
    let document = in_version(OpenApiVersion::V3_0, "3.0");
    assert_eq!(document["openapi"], "3.0.3");
    let schemas = &document["components"]["schemas"];
    let properties = &schemas["Modern"]["properties"];
    let inner = || json!({"$ref": "#/components/schemas/Inner"});
    assert_eq!(properties["maybe"], json!({"type": "string", "nullable": true}));
    assert_eq!(
        properties["inner"],
        json!({"description": "With a description beside the reference.", "allOf": [inner()], "nullable": true})
    );
    assert_eq!(properties["described"], inner());
    assert_eq!(properties["inside"]["minimum"], 0);
    assert_eq!(properties["inside"]["exclusiveMinimum"], true);
    assert_eq!(properties["inside"]["exclusiveMaximum"], true);
    assert_eq!(properties["pair"]["items"]["anyOf"].as_array().map(Vec::len), Some(2));
    assert_eq!(properties["pair"].get("prefixItems"), None);
    assert_eq!(properties["nothing"]["nullable"], true);
    assert_eq!(properties["by_number"].get("propertyNames"), None);
    assert!(properties["by_number"]["x-propertyNames"].is_object());
    assert_eq!(schemas["Modern"]["example"], json!({"maybe": null}));
    assert_eq!(schemas["Union_Two"]["properties"]["type"]["enum"], json!(["Two"]));
    assert_eq!(schemas["Union"]["discriminator"]["propertyName"], "type");
    assert_eq!(properties["letters"]["items"]["nullable"], true);
}

#[test]
fn no_keyword_of_3_1_is_left_in_3_0() {
    fn walk(value: &Value, path: &str, found: &mut Vec<String>) {
        match value {
            Value::Object(members) => {
                for (key, member) in members {
                    let path = format!("{path}/{key}");
                    let later = [
                        "const",
                        "prefixItems",
                        "propertyNames",
                        "examples",
                        "contentEncoding",
                        "unevaluatedProperties",
                    ];
                    // An example of a media type may be one of several in 3.0 too.
                    if later.contains(&key.as_str()) && !path.contains("/content/") {
                        found.push(path.clone());
                    }
                    if key == "type" && (member.is_array() || member == "null") {
                        found.push(path.clone());
                    }
                    if key == "$ref" && members.len() > 1 {
                        found.push(path.clone());
                    }
                    walk(member, &path, found);
                }
            }
            Value::Array(items) => {
                items.iter().enumerate().for_each(|(i, item)| walk(item, &format!("{path}/{i}"), found));
            }
            _ => {}
        }
    }
    let mut found = Vec::new();
    walk(&in_version(OpenApiVersion::V3_0, "3.0-again"), "", &mut found);
    assert_eq!(found, [""; 0]);
}
