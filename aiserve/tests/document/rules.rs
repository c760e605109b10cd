//! Rules: never more than is enforced, and in words what JSON Schema cannot say.

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::schemas_of;

fn without(value: &Value, keys: &[&str]) -> Value {
    let mut value = value.clone();
    value.as_object_mut().unwrap().retain(|key, _| !keys.contains(&key.as_str()));
    value
}

#[test]
fn lengths_are_in_characters_or_said_in_words() {
    #[payload]
    struct Lengths {
        #[garde(length(chars, min = 2, max = 5))]
        chars: String,
        #[garde(length(min = 5, max = 8))]
        bytes: String,
        #[garde(length(utf16, min = 3))]
        utf16: String,
        #[garde(length(min = 1))]
        filled: String,
        #[garde(length(min = 1, max = 2))]
        list: Vec<bool>,
        #[garde(length(max = 2))]
        map: std::collections::BTreeMap<String, bool>,
        #[garde(length(chars, max = 3))]
        maybe: Option<String>,
    }
    let schemas = schemas_of!(Lengths);
    let properties = &schemas["Lengths"]["properties"];
    assert_eq!(properties["chars"], json!({"type": "string", "minLength": 2, "maxLength": 5}));
    assert_eq!(
        properties["bytes"],
        json!({
            "type": "string", "minLength": 2, "maxLength": 8,
            "description": "Also checked: `length(bytes, min = 5, max = 8)`.", "x-rules": ["length(bytes, min = 5, max = 8)"],
        })
    );
    assert_eq!(without(&properties["utf16"], &["description", "x-rules"]), json!({"type": "string", "minLength": 2}));
    assert_eq!(properties["filled"], json!({"type": "string", "minLength": 1}));
    assert_eq!(properties["list"]["minItems"], 1);
    assert_eq!(properties["list"]["maxItems"], 2);
    assert_eq!(properties["map"]["maxProperties"], 2);
    assert_eq!(properties["maybe"], json!({"anyOf": [{"type": "string", "maxLength": 3}, {"type": "null"}]}));
}

#[test]
fn limits_of_numbers_narrow_those_of_the_type() {
    #[payload]
    struct Limits {
        #[garde(range(min = 1, max = 10))]
        range: u8,
        #[schema(gt = 0, lt = 10)]
        inside: i64,
        #[garde(range(min = 0.1))]
        single: f32,
        #[schema(multiple_of = 5)]
        fives: u16,
        #[garde(range(max = 10_000_000_000))]
        large: u64,
    }
    let schemas = schemas_of!(Limits);
    let limits = |field: &str| without(&schemas["Limits"]["properties"][field], &["type", "format"]);
    assert_eq!(limits("range"), json!({"minimum": 1, "maximum": 10}));
    assert_eq!(limits("inside"), json!({"exclusiveMinimum": 0, "exclusiveMaximum": 10}));
    // With the digits the user wrote, not those of the nearest `f64`.
    assert_eq!(limits("single")["minimum"].to_string(), "0.1");
    assert_eq!(limits("fives"), json!({"minimum": 0, "maximum": 65535, "multipleOf": 5}));
    assert_eq!(limits("large"), json!({"minimum": 0, "maximum": 10_000_000_000_u64}));
}

#[test]
fn rules_of_elements_are_on_the_elements() {
    #[payload]
    struct Elements {
        #[garde(length(min = 1), inner(range(max = 7)))]
        list: Vec<u8>,
        #[garde(inner(range(max = 7)))]
        maybe: Option<u8>,
    }
    let schemas = schemas_of!(Elements);
    let properties = &schemas["Elements"]["properties"];
    assert_eq!(properties["list"]["items"]["maximum"], 7);
    assert_eq!(properties["list"]["minItems"], 1);
    assert_eq!(properties["maybe"]["anyOf"][0]["maximum"], 7);
}

#[test]
fn a_required_option_is_neither_null_nor_absent() {
    #[payload]
    struct Needed {
        #[garde(required)]
        text: Option<String>,
    }
    let schemas = schemas_of!(Needed);
    assert_eq!(schemas["Needed"]["properties"]["text"], json!({"type": "string"}));
    assert_eq!(schemas["Needed"]["required"], json!(["text"]));
}

#[test]
fn parts_of_texts_are_patterns_and_several_are_all_of() {
    #[payload]
    struct Parts {
        #[garde(prefix("a.b"), suffix("/z"), contains("-"))]
        all: String,
        #[garde(ip)]
        ip: String,
        #[garde(ipv4)]
        ipv4: String,
    }
    let schemas = schemas_of!(Parts);
    let properties = &schemas["Parts"]["properties"];
    let mut patterns = vec![properties["all"]["pattern"].as_str().unwrap()];
    patterns
        .extend(properties["all"]["allOf"].as_array().unwrap().iter().map(|part| part["pattern"].as_str().unwrap()));
    patterns.sort_unstable();
    assert_eq!(patterns, ["-", r"\/z$", r"^a\.b"]);
    assert_eq!(properties["ipv4"], json!({"type": "string", "format": "ipv4"}));
    assert_eq!(
        properties["ip"],
        json!({"type": "string", "allOf": [{"anyOf": [{"format": "ipv4"}, {"format": "ipv6"}]}]})
    );
}

fn even(value: &u8, (): &()) -> garde::Result {
    if value.is_multiple_of(2) { Ok(()) } else { Err(garde::Error::new("odd")) }
}

#[test]
fn what_only_code_decides_is_said_in_words() {
    #[payload]
    struct Custom {
        /// A number.
        #[garde(custom(even), range(max = 9))]
        number: u8,
        #[garde(matches(number))]
        again: u8,
    }
    let schemas = schemas_of!(Custom);
    let number = &schemas["Custom"]["properties"]["number"];
    assert_eq!(number["description"], "A number.\n\nAlso checked: `custom(even)`.");
    assert_eq!(number["x-rules"], json!(["custom(even)"]));
    assert_eq!(number["maximum"], 9);
    assert_eq!(schemas["Custom"]["properties"]["again"]["x-rules"], json!(["matches(number)"]));
}

#[test]
fn rules_of_a_newtype_are_part_of_its_schema() {
    #[payload]
    struct Percent(#[garde(range(max = 100))] u8);
    #[payload]
    struct Share {
        #[garde(skip)]
        percent: Percent,
    }
    let schemas = schemas_of!(Share);
    assert_eq!(schemas["Percent"]["maximum"], 100);
    assert_eq!(schemas["Share"]["properties"]["percent"], json!({"$ref": "#/components/schemas/Percent"}));
}

#[cfg(feature = "pattern")]
mod patterns {
    use std::sync::LazyLock;

    use super::*;

    static SLUG: LazyLock<regex::Regex> = LazyLock::new(|| regex::Regex::new("^[a-z]+$").unwrap());

    #[test]
    fn shared_syntax_stays_as_it_is_and_rust_s_own_is_translated() {
        #[payload]
        struct Patterns {
            #[garde(pattern(r"^\d{3}-[a-z_]+\.(?:x|y)$"))]
            shared: String,
            #[garde(pattern(SLUG))]
            named: String,
            #[garde(pattern(r"(?i)^ab\z"))]
            any_case: String,
            #[garde(pattern(r"^[[:alpha:]]+$"))]
            posix: String,
            #[garde(pattern(r"^(?P<year>\d+)$"))]
            group: String,
            #[garde(pattern(r"(?x) ^ a  b $ # spaced"))]
            spaced: String,
        }
        let schemas = schemas_of!(Patterns);
        let pattern = |field: &str| schemas["Patterns"]["properties"][field]["pattern"].as_str().unwrap().to_owned();
        assert_eq!(pattern("shared"), r"^\d{3}-[a-z_]+\.(?:x|y)$");
        assert_eq!(pattern("named"), "^[a-z]+$");
        assert_eq!(pattern("any_case"), "^[aA][bB]$");
        assert_eq!(pattern("posix"), "^[a-zA-Z]+$");
        assert_eq!(pattern("group"), r"^(?<year>\d+)$");
        assert_eq!(pattern("spaced"), "^ab$");
    }

    #[test]
    fn a_pattern_without_an_equal_is_said_in_words() {
        #[payload]
        struct Odd {
            #[garde(pattern(r"^[a-z&&[^aeiou]]+$"))]
            consonants: String,
        }
        let schemas = schemas_of!(Odd);
        let consonants = &schemas["Odd"]["properties"]["consonants"];
        assert_eq!(consonants.get("pattern"), None);
        assert_eq!(consonants["x-rust-pattern"], json!([r"^[a-z&&[^aeiou]]+$"]));
        assert!(consonants["description"].as_str().unwrap().contains("&&"));
    }
}
