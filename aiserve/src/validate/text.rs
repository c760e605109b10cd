//! Texts of parameters as JSON: what their schema asks for where they can be read so, strings where not.

use std::borrow::Cow;

use serde_json::{Number, Value};

use super::look::{Leaf, bare, leaf};
use crate::extract::words;
use crate::schema::Node;

/// The value of one text.
pub(super) fn scalar(node: &'static Node, text: &str) -> Value {
    let read = match leaf(node) {
        Leaf::Bool => words::boolean(text).map(Value::Bool),
        Leaf::Integer => {
            let signed = words::whole::<i64>(text).map(Number::from);
            signed.or_else(|| words::whole::<u64>(text).map(Number::from)).map(Value::Number)
        }
        Leaf::Number => words::double(text).and_then(Number::from_f64).map(Value::Number),
        Leaf::List | Leaf::Object | Leaf::Text => None,
    };
    read.unwrap_or_else(|| Value::String(text.to_owned()))
}

/// The value of all texts of one parameter: a list, or the last one.
pub(super) fn value(node: &'static Node, texts: &[Cow<'_, str>]) -> Value {
    match bare(node) {
        Node::Array(element) | Node::Set(element) | Node::Fixed(element, _) => {
            texts.iter().map(|text| scalar(element, text)).collect()
        }
        Node::Tuple(places) => {
            let node = |index: usize| places.get(index).unwrap_or(&Node::Any);
            texts.iter().enumerate().map(|(index, text)| scalar(node(index), text)).collect()
        }
        _ => texts.last().map_or(Value::Null, |text| scalar(node, text)),
    }
}
