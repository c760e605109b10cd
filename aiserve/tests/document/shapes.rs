//! Types as schemas: scalars, collections, structs.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::schemas_of;

fn number(format: &str) -> Value {
    json!({"type": "number", "format": format})
}

#[test]
fn whole_numbers_have_the_bounds_of_their_type() {
    #[payload]
    struct Whole {
        byte: u8,
        long: u64,
        signed: i32,
        wide: i128,
        counted: std::num::NonZero<u16>,
    }
    let schemas = schemas_of!(Whole);
    assert_eq!(
        schemas["Whole"],
        json!({
            "type": "object",
            "properties": {
                "byte": {"type": "integer", "format": "uint8", "minimum": 0, "maximum": 255},
                "long": {"type": "integer", "format": "uint64", "minimum": 0, "maximum": u64::MAX},
                "signed": {"type": "integer", "format": "int32", "minimum": i32::MIN, "maximum": i32::MAX},
                "wide": {"type": "integer"},
                "counted": {"type": "integer", "format": "uint16", "minimum": 1, "maximum": 65535},
            },
            "required": ["byte", "long", "signed", "wide", "counted"],
        })
    );
}

#[test]
fn other_scalars() {
    #[payload]
    struct Scalars {
        double: f64,
        single: f32,
        flag: bool,
        letter: char,
        text: String,
        nothing: (),
        any: Value,
    }
    let properties = &schemas_of!(Scalars)["Scalars"]["properties"];
    assert_eq!(properties["double"], number("double"));
    assert_eq!(properties["single"]["format"], "float");
    assert!(properties["single"]["maximum"].as_f64().is_some_and(|most| (3.4e38..3.5e38).contains(&most)));
    assert_eq!(properties["flag"], json!({"type": "boolean"}));
    assert_eq!(properties["letter"], json!({"type": "string", "minLength": 1, "maxLength": 1}));
    assert_eq!(properties["text"], json!({"type": "string"}));
    assert_eq!(properties["nothing"], json!({"type": "null"}));
    assert_eq!(properties["any"], json!({}));
}

#[test]
fn an_option_may_be_null_and_may_be_absent() {
    #[payload]
    struct Maybe {
        text: Option<String>,
        twice: Option<Box<Option<bool>>>,
        any: Option<Value>,
        inner: Option<Box<Maybe>>,
    }
    let schemas = schemas_of!(Maybe);
    assert_eq!(
        schemas["Maybe"],
        json!({
            "type": "object",
            "properties": {
                "text": {"anyOf": [{"type": "string"}, {"type": "null"}]},
                "twice": {"anyOf": [{"type": "boolean"}, {"type": "null"}]},
                "any": {},
                "inner": {"anyOf": [{"$ref": "#/components/schemas/Maybe"}, {"type": "null"}]},
            },
        })
    );
}

#[test]
fn collections() {
    #[payload]
    struct Collections {
        list: Vec<f64>,
        set: BTreeSet<String>,
        fixed: [bool; 2],
        tuple: (String, f64),
        map: HashMap<String, f64>,
        by_number: BTreeMap<u8, f64>,
        by_flag: BTreeMap<bool, f64>,
        by_letter: BTreeMap<char, f64>,
    }
    let properties = &schemas_of!(Collections)["Collections"]["properties"];
    let text = || json!({"type": "string"});
    assert_eq!(properties["list"], json!({"type": "array", "items": number("double")}));
    assert_eq!(properties["set"], json!({"type": "array", "items": text(), "uniqueItems": true}));
    assert_eq!(
        properties["fixed"],
        json!({"type": "array", "items": {"type": "boolean"}, "minItems": 2, "maxItems": 2})
    );
    assert_eq!(
        properties["tuple"],
        json!({"type": "array", "prefixItems": [text(), number("double")], "minItems": 2, "maxItems": 2})
    );
    assert_eq!(properties["map"], json!({"type": "object", "additionalProperties": number("double")}));
    let keys = |name: &str| &properties[name]["propertyNames"];
    assert_eq!(keys("by_flag"), &json!({"enum": ["true", "false"]}));
    assert_eq!(keys("by_letter"), &json!({"type": "string", "minLength": 1, "maxLength": 1}));
    let pattern = regex::Regex::new(keys("by_number")["pattern"].as_str().unwrap()).unwrap();
    for key in ["0", "7", "99", "100", "199", "249", "255", "256", "260", "300", "1000", "01", "-1", "-0", "1.0", ""] {
        let is_key = serde_json::from_value::<BTreeMap<u8, u8>>(json!({key: 0})).is_ok();
        // `-0` and `01` are read by serde too, and never written.
        assert_eq!(pattern.is_match(key), is_key && key.parse::<u8>().is_ok_and(|n| n.to_string() == key), "{key}");
    }
}

#[test]
fn patterns_of_signed_keys_are_exact() {
    #[payload]
    struct Signed {
        map: BTreeMap<i8, u8>,
    }
    let schemas = schemas_of!(Signed);
    let pattern = schemas["Signed"]["properties"]["map"]["propertyNames"]["pattern"].as_str().unwrap();
    let pattern = regex::Regex::new(pattern).unwrap();
    for number in -300..300_i16 {
        assert_eq!(pattern.is_match(&number.to_string()), i8::try_from(number).is_ok(), "{number}");
    }
}

#[payload]
struct Item {
    name: String,
}

#[test]
fn structs_that_are_something_else_on_the_wire() {
    #[payload]
    struct Newtype(f64);
    #[payload]
    struct Pair(f64, Item);
    #[payload]
    struct Unit;
    #[payload]
    #[serde(transparent)]
    struct Transparent {
        list: Vec<Item>,
    }
    #[payload]
    #[serde(try_from = "String", into = "String")]
    struct Converted;
    impl TryFrom<String> for Converted {
        type Error = &'static str;
        fn try_from(text: String) -> std::result::Result<Self, Self::Error> {
            if text.is_empty() { Ok(Self) } else { Err("not empty") }
        }
    }
    impl From<Converted> for String {
        fn from(_: Converted) -> Self {
            Self::new()
        }
    }
    #[payload]
    struct All(Newtype, Pair, Unit, Transparent, Converted);
    let schemas = schemas_of!(All);
    let item = || json!({"$ref": "#/components/schemas/Item"});
    assert_eq!(schemas["Newtype"], number("double"));
    assert_eq!(schemas["Pair"]["prefixItems"], json!([number("double"), item()]));
    assert_eq!(schemas["Unit"], json!({"type": "null"}));
    assert_eq!(schemas["Transparent"], json!({"type": "array", "items": item()}));
    assert_eq!(schemas["Converted"], json!({"type": "string"}));
    assert_eq!(schemas["All"]["minItems"], 5);
}

#[test]
fn flattened_fields_are_properties() {
    #[payload]
    struct Flattened {
        id: bool,
        #[serde(flatten)]
        item: Item,
        #[serde(flatten)]
        rest: HashMap<String, f64>,
    }
    let schemas = schemas_of!(Flattened);
    assert_eq!(
        schemas,
        json!({"Flattened": {
            "type": "object",
            "properties": {"id": {"type": "boolean"}, "name": {"type": "string"}},
            "required": ["id", "name"],
            "additionalProperties": number("double"),
        }})
    );
}

#[test]
fn of_a_flattened_option_nothing_is_required() {
    #[payload]
    struct Flattened {
        #[serde(flatten)]
        item: Option<Item>,
    }
    let schemas = schemas_of!(Flattened);
    assert_eq!(schemas["Flattened"]["properties"], json!({"name": {"type": "string"}}));
    assert_eq!(schemas["Flattened"].get("required"), None);
}

#[test]
fn a_flattened_union_is_a_choice_of_further_properties() {
    #[payload]
    #[serde(tag = "by")]
    enum By {
        Name { name: String },
        Anyone,
    }
    #[payload]
    struct Flattened {
        id: bool,
        #[serde(flatten)]
        by: By,
    }
    let schemas = schemas_of!(Flattened);
    let by = |name: &str| json!({"type": "string", "const": name});
    assert_eq!(
        schemas["Flattened"]["allOf"],
        json!([{"anyOf": [
            {"type": "object", "properties": {"by": by("Name"), "name": {"type": "string"}}, "required": ["by", "name"]},
            {"type": "object", "properties": {"by": by("Anyone")}, "required": ["by"]},
        ]}])
    );
    assert_eq!(schemas["Flattened"]["required"], json!(["id"]));
}

#[test]
fn names_and_aliases() {
    #[payload]
    #[serde(rename_all = "camelCase")]
    struct Named {
        first_name: String,
        #[serde(rename = "$ref")]
        odd: bool,
        #[serde(alias = "colour")]
        color: bool,
    }
    let schemas = schemas_of!(Named);
    let named = &schemas["Named-Input"];
    assert_eq!(
        named["properties"],
        json!({
            "firstName": {"type": "string"}, "$ref": {"type": "boolean"}, "color": {"type": "boolean"},
            "colour": {"type": "boolean", "description": "Another name of `color`."},
        })
    );
    assert_eq!(named["required"], json!(["firstName", "$ref"]));
    assert_eq!(named["allOf"], json!([{"oneOf": [{"required": ["color"]}, {"required": ["colour"]}]}]));
    assert_eq!(schemas["Named-Output"]["required"], json!(["firstName", "$ref", "color"]));
}

#[test]
fn recursion_ends_in_references() {
    #[payload]
    struct Tree {
        children: Vec<Tree>,
        #[serde(default)]
        folder: Option<Box<Folder>>,
    }
    #[payload]
    struct Folder {
        trees: BTreeMap<String, Tree>,
    }
    let schemas = schemas_of!(Tree);
    let tree = || json!({"$ref": "#/components/schemas/Tree"});
    assert_eq!(schemas["Tree"]["properties"]["children"], json!({"type": "array", "items": tree()}));
    assert_eq!(schemas["Folder"]["properties"]["trees"]["additionalProperties"], tree());
    assert_eq!(schemas.as_object().unwrap().len(), 2);
}
