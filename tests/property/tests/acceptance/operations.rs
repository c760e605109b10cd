//! The operations of a document that take a JSON body: their schemas, examples and words.

use jsonschema::Validator;
use serde_json::{Value, json};

use crate::exceptions;

/// An operation that takes a body.
pub(crate) struct Operation {
    pub(crate) path: String,
    pub(crate) examples: Vec<Value>,
    /// Keys and words of its schema: what a changed body may be made of.
    pub(crate) words: Vec<String>,
    input: Validator,
    /// Of an operation that gives it back.
    output: Option<Validator>,
}

/// All operations of the tag `bodies`.
pub(crate) fn operations(document: &Value) -> Vec<Operation> {
    let paths = document["paths"].as_object().expect("paths");
    let bodies = |item: &&Value| item["post"]["tags"] == json!(["bodies"]);
    paths.iter().filter(|(_, item)| bodies(item)).map(|(path, item)| operation(document, path, &item["post"])).collect()
}

fn operation(document: &Value, path: &str, operation: &Value) -> Operation {
    let read = &operation["requestBody"]["content"]["application/json"];
    let written = &operation["responses"]["200"]["content"]["application/json"];
    let examples = read["examples"].as_object().into_iter().flat_map(|examples| examples.values());
    let mut words = Vec::new();
    collect(document, &read["schema"], &mut Vec::new(), &mut words);
    words.sort_unstable();
    words.dedup();
    Operation {
        path: path.to_owned(),
        examples: examples.map(|example| example["value"].clone()).collect(),
        words,
        input: validator(document, &read["schema"]),
        output: written.get("schema").map(|schema| validator(document, schema)),
    }
}

/// The schema together with the components it refers to.
fn validator(document: &Value, schema: &Value) -> Validator {
    let mut whole = json!({"allOf": [schema]});
    whole["components"] = document["components"].clone();
    jsonschema::draft202012::options()
        .should_validate_formats(true)
        .with_format("time", exceptions::is_local_time)
        .build(&whole)
        .unwrap_or_else(|error| panic!("{schema}: {error}"))
}

/// Property names and texts of enums, through references.
fn collect<'a>(document: &'a Value, schema: &'a Value, seen: &mut Vec<&'a str>, words: &mut Vec<String>) {
    match schema {
        Value::Object(members) => {
            for (key, member) in members {
                match (key.as_str(), member) {
                    ("$ref", Value::String(target)) if !seen.contains(&target.as_str()) => {
                        seen.push(target);
                        let target = document.pointer(&target[1..]).expect("references lead somewhere");
                        collect(document, target, seen, words);
                    }
                    ("properties", Value::Object(properties)) => {
                        words.extend(properties.keys().cloned());
                        properties.values().for_each(|property| collect(document, property, seen, words));
                    }
                    ("const", Value::String(word)) => words.push(word.clone()),
                    ("enum", Value::Array(values)) => {
                        words.extend(values.iter().filter_map(Value::as_str).map(str::to_owned));
                    }
                    ("description" | "title" | "default" | "examples", _) => {}
                    _ => collect(document, member, seen, words),
                }
            }
        }
        Value::Array(items) => items.iter().for_each(|item| collect(document, item, seen, words)),
        _ => {}
    }
}

impl Operation {
    pub(crate) fn accepts(&self, body: &Value) -> bool {
        self.input.is_valid(body)
    }

    /// What is wrong about an answer, if it is not as documented.
    pub(crate) fn wrong_answer(&self, answer: &Value) -> Option<String> {
        let error = self.output.as_ref()?.iter_errors(answer).next()?;
        Some(format!("answered {answer}, which is not as documented: {error}"))
    }
}
