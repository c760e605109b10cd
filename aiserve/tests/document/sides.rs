//! What is read and what is written: two schemas only where they differ.

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::{of, schemas, schemas_of};

fn names(schemas: &Value) -> Vec<&str> {
    schemas.as_object().unwrap().keys().map(String::as_str).collect()
}

#[payload]
struct Renamed {
    #[serde(rename(serialize = "out", deserialize = "in"))]
    value: bool,
}

#[payload]
struct Outer {
    inner: Vec<Renamed>,
    plain: Plain,
}

#[payload]
struct Plain {
    #[serde(default)]
    flag: bool,
    #[serde(skip_serializing_if = "Option::is_none")]
    maybe: Option<bool>,
}

#[test]
fn a_type_that_differs_is_split_and_so_is_what_holds_it() {
    let schemas = schemas_of!(Outer);
    assert_eq!(names(&schemas), ["Outer-Input", "Outer-Output", "Plain", "Renamed-Input", "Renamed-Output"]);
    let of = |side: &str| schemas[format!("Renamed-{side}")]["properties"].clone();
    assert_eq!(of("Input"), json!({"in": {"type": "boolean"}}));
    assert_eq!(of("Output"), json!({"out": {"type": "boolean"}}));
    let items = |side: &str| schemas[format!("Outer-{side}")]["properties"]["inner"]["items"]["$ref"].clone();
    assert_eq!(items("Input"), "#/components/schemas/Renamed-Input");
    assert_eq!(items("Output"), "#/components/schemas/Renamed-Output");
}

#[test]
fn a_type_used_on_one_side_has_its_plain_name() {
    #[endpoint(POST "/in")]
    async fn read(body: Outer) -> NoContent {
        let _ = body;
        NoContent
    }
    #[endpoint(GET "/out")]
    async fn write() -> Plain {
        Plain { flag: true, maybe: None }
    }
    assert_eq!(names(&schemas(of(routes![read]))), ["Outer", "Plain", "Renamed"]);
    assert_eq!(schemas(of(routes![read]))["Renamed"]["properties"], json!({"in": {"type": "boolean"}}));
    let written = schemas(of(routes![write]));
    assert_eq!(written["Plain"]["required"], json!(["flag"]));
}

#[test]
fn presence_alone_is_no_reason_to_split() {
    let schemas = schemas_of!(Plain);
    assert_eq!(names(&schemas), ["Plain"]);
    assert_eq!(schemas["Plain"].get("required"), None);
}

#[test]
fn unknown_fields_are_refused_and_never_written() {
    #[payload]
    #[serde(deny_unknown_fields)]
    struct Strict {
        a: bool,
    }
    #[endpoint(GET "/out")]
    async fn write() -> Strict {
        Strict { a: true }
    }
    assert_eq!(schemas_of!(Strict)["Strict"]["additionalProperties"], false);
    assert_eq!(schemas(of(routes![write]))["Strict"].get("additionalProperties"), None);
}

#[test]
fn skipped_fields_are_on_the_other_side_alone() {
    #[payload]
    struct Skipping {
        #[serde(skip_serializing)]
        read: bool,
        #[serde(skip_deserializing)]
        written: bool,
        #[serde(skip)]
        never: bool,
    }
    let read: Skipping = serde_json::from_value(json!({"read": true, "written": true, "never": true})).unwrap();
    assert!(read.read && !read.written && !read.never);
    assert_eq!(serde_json::to_value(&read).unwrap(), json!({"written": false}));
    let schemas = schemas_of!(Skipping);
    assert_eq!(schemas["Skipping-Input"]["properties"], json!({"read": {"type": "boolean"}}));
    assert_eq!(schemas["Skipping-Output"]["properties"], json!({"written": {"type": "boolean"}}));
}

#[test]
fn recursion_through_a_split_type_is_split() {
    #[payload]
    struct Tree {
        #[serde(rename(serialize = "kids"))]
        children: Vec<Branch>,
    }
    #[payload]
    struct Branch {
        tree: Option<Box<Tree>>,
    }
    let schemas = schemas_of!(Branch);
    assert_eq!(names(&schemas), ["Branch-Input", "Branch-Output", "Tree-Input", "Tree-Output"]);
    let tree = &schemas["Branch-Output"]["properties"]["tree"]["anyOf"][0];
    assert_eq!(tree, &json!({"$ref": "#/components/schemas/Tree-Output"}));
}
