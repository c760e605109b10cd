//! What the service and a JSON Schema are known to judge differently.
//!
//! Texts that are URLs or mail addresses are not among the shapes: browsers' URLs are laxer than RFC 3986, which the format
//! `uri` means, and everybody's idea of a mail address is another.

use serde_json::Value;

/// What is claimed of an operation's bodies.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Claim {
    /// Accepted if and only if described.
    Exact,
    /// Accepted only if described: code decides the rest, of which the document tells people alone.
    Described,
    /// Examples are accepted, and what is answered is as described: other crates read the texts, and their idea of
    /// a format is not the validator's.
    Answers,
}

/// What is claimed of the bodies of an operation.
pub(crate) fn claim(path: &str) -> Claim {
    match path {
        // Lengths in UTF-16 and graphemes; letters and digits of all languages; a conversion by `TryFrom`.
        "/bodies/units" | "/bodies/letters" | "/bodies/release" => Claim::Described,
        // jiff reads a date from a date with a time; rust_decimal reads `1_000`.
        "/bodies/times" | "/bodies/formatted" | "/bodies/amounts" => Claim::Answers,
        _ => Claim::Exact,
    }
}

/// Whether a body is of a kind that is not compared.
pub(crate) fn is_known(path: &str, body: &Value) -> bool {
    any(body, &is_too_large)
        || match path {
            "/bodies/sets" => any(body, &has_repeats),
            // The standard library's durations are read from a list of their fields' values too.
            "/bodies/wait" => body.is_array(),
            _ => false,
        }
}

fn any(value: &Value, what: &impl Fn(&Value) -> bool) -> bool {
    what(value)
        || match value {
            Value::Array(items) => items.iter().any(|item| any(item, what)),
            Value::Object(members) => members.values().any(|member| any(member, what)),
            _ => false,
        }
}

/// Whole numbers beyond 64 bits are integers to JSON Schema, however they are written; serde has no such integers in JSON.
fn is_too_large(value: &Value) -> bool {
    value.is_f64() && value.as_f64().is_some_and(|number| number.abs() >= 9e18)
}

/// Sets are read as FastAPI reads them, which merges what is there twice.
fn has_repeats(value: &Value) -> bool {
    let Value::Array(items) = value else { return false };
    // `1` and `1.0` are equal.
    let key = |item: &Value| item.as_f64().map_or_else(|| item.to_string(), |number| number.to_string());
    let keys: Vec<String> = items.iter().map(key).collect();
    keys.iter().enumerate().any(|(index, key)| keys[..index].contains(key))
}

/// The format `time` of JSON Schema asks for an offset from UTC; FastAPI's, which is aiserve's, is a time of day without one.
pub(crate) fn is_local_time(text: &str) -> bool {
    text.parse::<jiff::civil::Time>().is_ok()
}
