//! Titles, descriptions, defaults, examples, deprecation, secrets.

#![allow(deprecated, reason = "it is what is documented")]

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::schemas_of;

/// Of a *type*.
///
/// More about it.
#[payload]
#[schema(title = "A title", example = json!({"old": 1, "name": "n"}))]
struct Texts {
    /// Of a field.
    #[schema(title = "Name", example = "Ann", example = "Bob")]
    name: String,
    #[deprecated]
    old: Option<u8>,
    /// Of a field that is a type.
    inner: Option<Inner>,
}

/// Of another type.
#[payload]
#[deprecated]
struct Inner {
    a: bool,
}

#[test]
fn texts_of_types_and_fields() {
    let schemas = schemas_of!(Texts);
    let texts = &schemas["Texts"];
    assert_eq!(texts["title"], "A title");
    assert_eq!(texts["description"], "Of a *type*.\n\nMore about it.");
    assert_eq!(texts["examples"], json!([{"old": 1, "name": "n"}]));
    let properties = &texts["properties"];
    assert_eq!(
        properties["name"],
        json!({"title": "Name", "description": "Of a field.", "type": "string", "examples": ["Ann", "Bob"]})
    );
    assert_eq!(properties["old"]["deprecated"], true);
    assert_eq!(properties["inner"]["description"], "Of a field that is a type.");
    assert_eq!(schemas["Inner"]["deprecated"], true);
    assert_eq!(schemas["Inner"]["description"], "Of another type.");
}

#[test]
fn a_secret_is_a_password_that_is_written_only() {
    #[payload]
    struct Login {
        #[schema(secret)]
        #[serde(default)]
        password: String,
    }
    let schemas = schemas_of!(Login);
    let password = |schema: &Value| schema["properties"]["password"].clone();
    let read = json!({"type": "string", "format": "password", "default": "", "writeOnly": true});
    assert_eq!(password(&schemas["Login-Input"]), read);
    assert_eq!(password(&schemas["Login-Output"])["format"], "password");
}

fn seven() -> u8 {
    7
}

#[payload]
#[serde(default)]
struct Settings {
    ratio: f32,
    name: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { ratio: 0.1, name: "n".to_owned() }
    }
}

#[test]
fn defaults_are_shown_however_they_are_set() {
    #[payload]
    struct Defaults {
        #[payload(default = 3)]
        own: u8,
        #[serde(default)]
        list: Vec<u8>,
        #[serde(default = "seven")]
        function: u8,
        #[serde(default)]
        nothing: Option<u8>,
        #[payload(default = Settings { ratio: 0.5, name: "m".to_owned() })]
        settings: Settings,
    }
    let schemas = schemas_of!(Defaults);
    let default = |field: &str| schemas["Defaults"]["properties"][field].get("default").cloned();
    assert_eq!(default("own"), Some(json!(3)));
    assert_eq!(default("list"), Some(json!([])));
    assert_eq!(default("function"), Some(json!(7)));
    assert_eq!(default("nothing"), None);
    assert_eq!(default("settings"), Some(json!({"ratio": 0.5, "name": "m"})));
    assert_eq!(schemas["Defaults"].get("required"), None);
    // With the digits of an `f32`.
    assert_eq!(schemas["Settings"]["properties"]["ratio"]["default"].to_string(), "0.1");
}
