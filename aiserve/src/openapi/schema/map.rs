//! Objects with free keys: JSON has only text keys, so the key's schema is one of texts.

use super::{Object, Schemas, rules, typed};
use crate::openapi::json::Json;
use crate::schema::{Integer, Node, Shape};

impl Schemas<'_> {
    pub(super) fn map(self, key: &Node, value: &Node) -> Object {
        let mut schema = typed("object");
        if let Some(key) = self.key(key) {
            schema.set("propertyNames", key);
        }
        schema.with_object("additionalProperties", self.node(value))
    }

    /// The schema of a key, if not every text is one.
    fn key(self, node: &Node) -> Option<Object> {
        if let Node::With(inner, list) = node
            && let base @ Node::Text(_) = self.resolve(**inner)
        {
            let key = self.key(inner).unwrap_or_else(|| typed("string"));
            return Some(rules::apply(key, base, list));
        }
        match self.resolve(*node) {
            Node::Integer(bounds) => Some(typed("string").with("pattern", digits(bounds))),
            Node::Number(_) => Some(typed("string").with("pattern", r"^-?(0|[1-9][0-9]*)(\.[0-9]+)?([eE][+-]?[0-9]+)?$")),
            Node::Bool => Some(Object::new().with("enum", Json::texts(["true", "false"]))),
            Node::Text(None) if !matches!(node, Node::Ref(_)) => None,
            Node::Text(_) => Some(self.node(node)),
            Node::Union(union) if union.variants.iter().all(|variant| variant.shape == Shape::Unit) => {
                Some(self.node(node))
            }
            _ => None,
        }
    }
}

/// A pattern of the decimal numbers within bounds, exact where a bound is zero or all the digits of its length are needed.
fn digits(Integer { min, max, .. }: Integer) -> String {
    let positive = within(max.max(0).unsigned_abs());
    let negative = within(min.min(0).unsigned_abs());
    match (min < 0, max > 0) {
        (true, true) => format!("^(0|{positive}|-({negative}))$"),
        (true, false) => format!("^(0|-({negative}))$"),
        (false, _) => format!("^(0|{positive})$"),
    }
}

/// Alternatives of the numbers from 1 to `max` without leading zeros.
fn within(max: u128) -> String {
    let digits = max.to_string();
    let mut ways = Vec::new();
    if digits.len() > 1 {
        ways.push(format!("[1-9][0-9]{{0,{}}}", digits.len() - 2));
    }
    for (index, digit) in digits.bytes().enumerate() {
        let least = if index == 0 { b'1' } else { b'0' };
        let rest = digits.len() - index - 1;
        // Equal so far, and smaller here: what follows is free.
        if digit > least {
            ways.push(format!("{}{}{}", &digits[..index], span(least, digit - 1), free(rest)));
        }
    }
    ways.push(digits);
    ways.join("|")
}

fn span(from: u8, to: u8) -> String {
    if from == to { char::from(from).to_string() } else { format!("[{}-{}]", char::from(from), char::from(to)) }
}

fn free(count: usize) -> String {
    match count {
        0 => String::new(),
        1 => "[0-9]".to_owned(),
        count => format!("[0-9]{{{count}}}"),
    }
}
