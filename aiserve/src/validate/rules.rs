//! Rules of values whose type is right.

use serde_json::Value;

use super::bounds::{self, Broken, Exact};
use super::look::bare;
use super::walk::Walk;
use crate::schema::{Measure, Node, Rule};

/// Records the rules that a value breaks; of a text only the first, lengths before the rest.
pub(super) fn check(walk: &mut Walk, rules: &'static [Rule], node: &'static Node, value: &Value) {
    if rules.is_empty() || value.is_null() {
        return;
    }
    let node = bare(node);
    match value {
        Value::String(text) if matches!(node, Node::Text(_) | Node::Any) => check_text(walk, rules, text, value),
        Value::Number(number) => check_number(walk, rules, node, Exact::from(number), value),
        Value::Array(items) => {
            check_count(walk, rules, node, count(node, items), value);
            check_elements(walk, rules, node, items);
        }
        Value::Object(map) => check_count(walk, rules, node, map.len(), value),
        _ => {}
    }
}

fn check_text(walk: &mut Walk, rules: &'static [Rule], text: &str, value: &Value) {
    let lengths = rules.iter().find_map(|rule| bounds::broken_text(text, rule));
    if let Some(broken) = lengths {
        record(walk, broken, value);
        return;
    }
    for rule in rules {
        if let Err((kind, message)) = text_rule(rule, text) {
            let fault = walk.fault(kind, message);
            walk.push(fault, value);
            return;
        }
    }
}

/// The rules of texts that are decided here; garde's report has the others.
fn text_rule(rule: &Rule, text: &str) -> Result<(), (&'static str, String)> {
    let is_kept = match rule {
        Rule::Ascii => text.is_ascii(),
        Rule::Alphanumeric => text.chars().all(char::is_alphanumeric),
        Rule::Contains(part) => text.contains(part),
        Rule::Prefix(part) => text.starts_with(part),
        Rule::Suffix(part) => text.ends_with(part),
        Rule::Ip => text.parse::<std::net::IpAddr>().is_ok(),
        Rule::Ipv4 => text.parse::<std::net::Ipv4Addr>().is_ok(),
        Rule::Ipv6 => text.parse::<std::net::Ipv6Addr>().is_ok(),
        _ => return Ok(()),
    };
    if is_kept { Ok(()) } else { Err(("value_error", format!("Value error, {}", demand(rule)))) }
}

fn demand(rule: &Rule) -> String {
    match rule {
        Rule::Ascii => "only ASCII characters are allowed".to_owned(),
        Rule::Alphanumeric => "only letters and digits are allowed".to_owned(),
        Rule::Contains(part) => format!("the text must contain '{part}'"),
        Rule::Prefix(part) => format!("the text must start with '{part}'"),
        Rule::Suffix(part) => format!("the text must end with '{part}'"),
        Rule::Ipv4 => "the text must be an IPv4 address".to_owned(),
        Rule::Ipv6 => "the text must be an IPv6 address".to_owned(),
        _ => "the text must be an IP address".to_owned(),
    }
}

fn check_number(walk: &mut Walk, rules: &'static [Rule], node: &'static Node, number: Exact, value: &Value) {
    let single = matches!(node, Node::Number(max) if *max <= f64::from(f32::MAX));
    for broken in rules.iter().filter_map(|rule| bounds::broken_number(number, single, rule)) {
        record(walk, broken, value);
    }
}

fn check_count(walk: &mut Walk, rules: &'static [Rule], node: &'static Node, count: usize, value: &Value) {
    let kind = match node {
        Node::Set(_) => "Set",
        Node::Map(..) => "Dictionary",
        Node::Tuple(_) => "Tuple",
        _ => "List",
    };
    for rule in rules {
        let Rule::Length(Measure::Simple, min, max) = *rule else { continue };
        if let Some(broken) = bounds::item_count(kind, count as u64, min, max) {
            record(walk, broken, value);
        }
    }
}

/// How many elements there are once a set has dropped its duplicates.
fn count(node: &'static Node, items: &[Value]) -> usize {
    if matches!(node, Node::Set(_)) {
        let distinct: std::collections::HashSet<String> = items.iter().map(Value::to_string).collect();
        distinct.len()
    } else {
        items.len()
    }
}

fn check_elements(walk: &mut Walk, rules: &'static [Rule], node: &'static Node, items: &[Value]) {
    let (Node::Array(element) | Node::Set(element) | Node::Fixed(element, _)) = node else { return };
    for rule in rules {
        let Rule::Inner(inner) = rule else { continue };
        for (index, item) in items.iter().enumerate() {
            walk.at(index, |walk| {
                if !walk.is_refused_here() {
                    check(walk, inner, element, item);
                }
            });
        }
    }
}

fn record(walk: &mut Walk, broken: Broken, value: &Value) {
    let fault = broken.fault(walk);
    walk.push(fault, value);
}
