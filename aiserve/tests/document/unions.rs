//! Enums in serde's shapes.

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::schemas_of;

fn reference(name: &str) -> Value {
    json!({"$ref": format!("#/components/schemas/{name}")})
}

#[payload]
struct Point {
    x: bool,
}

#[test]
fn words_are_one_enum_with_the_texts_of_each() {
    #[payload]
    #[serde(rename_all = "kebab-case")]
    enum Color {
        DarkRed,
        /// As grass.
        Green,
    }
    let schemas = schemas_of!(Color);
    assert_eq!(
        schemas["Color"],
        json!({"type": "string", "enum": ["dark-red", "green"], "description": "- `green`: As grass."})
    );
}

#[test]
fn an_alias_is_read_and_never_written() {
    #[payload]
    enum Color {
        #[serde(alias = "Verde")]
        Green,
        Red,
    }
    let schemas = schemas_of!(Color);
    assert_eq!(schemas["Color-Input"]["enum"], json!(["Green", "Verde", "Red"]));
    assert_eq!(schemas["Color-Output"]["enum"], json!(["Green", "Red"]));
}

#[test]
fn externally_tagged() {
    #[payload]
    enum External {
        Unit,
        /// One point.
        Newtype(Point),
        Pair(bool, bool),
        Struct {
            a: bool,
        },
    }
    let schemas = schemas_of!(External);
    let under = |name: &str, schema: Value| json!({"type": "object", "properties": {name: schema}, "required": [name], "additionalProperties": false});
    let mut newtype = under("Newtype", reference("Point"));
    newtype["description"] = json!("One point.");
    let flag = || json!({"type": "boolean"});
    assert_eq!(
        schemas["External"],
        json!({"oneOf": [
            {"type": "string", "enum": ["Unit"]},
            newtype,
            under("Pair", json!({"type": "array", "prefixItems": [flag(), flag()], "minItems": 2, "maxItems": 2})),
            under("Struct", json!({"type": "object", "properties": {"a": flag()}, "required": ["a"]})),
        ]})
    );
}

#[test]
fn a_tag_is_a_discriminator_between_components() {
    #[payload]
    #[serde(tag = "type", rename_all = "lowercase")]
    enum Internal {
        Unit,
        Newtype(Point),
        #[serde(alias = "s")]
        Struct {
            a: bool,
        },
    }
    #[endpoint(POST "/")]
    async fn read(body: Internal) -> NoContent {
        let _ = body;
        NoContent
    }
    let schemas = crate::schemas(crate::of(routes![read]));
    let target = |name: &str| format!("#/components/schemas/Internal_{name}");
    assert_eq!(
        schemas["Internal"],
        json!({
            "oneOf": [reference("Internal_Unit"), reference("Internal_Newtype"), reference("Internal_Struct")],
            "discriminator": {
                "propertyName": "type",
                "mapping": {
                    "unit": target("Unit"), "newtype": target("Newtype"), "struct": target("Struct"), "s": target("Struct"),
                },
            },
        })
    );
    let tag = |name: &str| json!({"type": "string", "const": name});
    assert_eq!(
        schemas["Internal_Unit"],
        json!({"type": "object", "properties": {"type": tag("unit")}, "required": ["type"]})
    );
    assert_eq!(
        schemas["Internal_Newtype"]["allOf"],
        json!([
            reference("Point"),
            {"type": "object", "properties": {"type": tag("newtype")}, "required": ["type"]},
        ])
    );
    assert_eq!(
        schemas["Internal_Struct"],
        json!({
            "type": "object",
            "properties": {"type": {"type": "string", "enum": ["struct", "s"]}, "a": {"type": "boolean"}},
            "required": ["type", "a"],
        })
    );
}

#[test]
fn a_tag_beside_the_content_is_a_discriminator_too() {
    #[payload]
    #[serde(tag = "t", content = "c", deny_unknown_fields)]
    enum Adjacent {
        Unit,
        Newtype(Point),
        Maybe(Option<Point>),
    }
    let schemas = schemas_of!(Adjacent);
    assert_eq!(schemas["Adjacent"]["discriminator"]["propertyName"], "t");
    let newtype = &schemas["Adjacent_Newtype"];
    assert_eq!(newtype["required"], json!(["t", "c"]));
    assert_eq!(newtype["properties"]["c"], reference("Point"));
    assert_eq!(newtype["additionalProperties"], false);
    assert_eq!(schemas["Adjacent_Unit"]["required"], json!(["t"]));
    assert_eq!(schemas["Adjacent_Maybe"]["required"], json!(["t"]));
}

#[test]
fn without_a_tag_it_is_any_of_them() {
    #[payload]
    #[serde(untagged)]
    enum Untagged {
        Flag(bool),
        Point(Point),
        Named { name: String },
        Nothing,
    }
    let schemas = schemas_of!(Untagged);
    assert_eq!(
        schemas["Untagged"],
        json!({"anyOf": [
            {"type": "boolean"},
            reference("Point"),
            {"type": "object", "properties": {"name": {"type": "string"}}, "required": ["name"]},
            {"type": "null"},
        ]})
    );
}

#[test]
fn a_variant_for_every_other_tag_leaves_no_discriminator() {
    #[payload]
    #[serde(tag = "type")]
    enum Open {
        Known {
            a: bool,
        },
        #[serde(other)]
        Other,
    }
    #[endpoint(POST "/")]
    async fn read(body: Open) -> NoContent {
        let _ = body;
        NoContent
    }
    let schemas = crate::schemas(crate::of(routes![read]));
    assert_eq!(schemas["Open"].get("discriminator"), None);
    assert_eq!(
        schemas["Open"]["oneOf"][1]["properties"]["type"],
        json!({"type": "string", "not": {"enum": ["Known"]}})
    );
}

#[test]
fn a_word_for_every_other_word_accepts_all_texts() {
    #[payload]
    enum Open {
        Known,
        #[serde(other)]
        Other,
    }
    #[endpoint(POST "/")]
    async fn read(body: Open) -> NoContent {
        let _ = body;
        NoContent
    }
    let schemas = crate::schemas(crate::of(routes![read]));
    assert_eq!(schemas["Open"], json!({"anyOf": [{"type": "string", "enum": ["Known"]}, {"type": "string"}]}));
}

#[test]
fn variants_of_one_side_are_on_that_side() {
    #[payload]
    enum Sided {
        Both,
        #[serde(skip_serializing)]
        Read,
        #[serde(skip_deserializing)]
        Written,
        #[serde(skip)]
        Never,
    }
    let schemas = schemas_of!(Sided);
    assert_eq!(schemas["Sided-Input"]["enum"], json!(["Both", "Read"]));
    assert_eq!(schemas["Sided-Output"]["enum"], json!(["Both", "Written"]));
}
