//! Rules of values whose type is right.

use serde_json::Value;

use super::bounds::{self, Broken, Exact};
use super::look::{bare, inside_option};
use super::walk::Walk;
use super::{grammar, patterns};
use crate::problem::Fault;
use crate::schema::{Measure, Node, Rule};

/// Records the rules that a value breaks; of a text only the first, lengths before the rest.
pub(super) fn check(walk: &mut Walk, rules: &'static [Rule], node: &'static Node, value: &Value) {
    if rules.is_empty() || value.is_null() {
        return;
    }
    let optional = inside_option(node);
    if let Some(inside) = optional {
        // `inner` means the option's value, all others look through the option.
        inner(rules).for_each(|rules| check(walk, rules, inside, value));
    }
    let node = bare(node);
    match value {
        Value::String(text) if matches!(node, Node::Text(_) | Node::Any) => check_text(walk, rules, text, value),
        Value::Number(number) => check_number(walk, rules, node, Exact::from(number), value),
        Value::Array(items) => {
            check_count(walk, rules, node, count(node, items), value);
            if optional.is_none() {
                check_elements(walk, rules, node, items);
            }
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
        let fault = match rule {
            Rule::Pattern(pattern) if !patterns::is_match(pattern, text) => mismatch(walk, &patterns::text(pattern)),
            _ => match grammar::check(rule, text) {
                Ok(()) => continue,
                Err(error) => walk.fault("value_error", format!("Value error, {error}")),
            },
        };
        walk.push(fault, value);
        return;
    }
}

fn mismatch(walk: &Walk, pattern: &str) -> Fault {
    walk.fault("string_pattern_mismatch", format!("String should match pattern '{pattern}'")).with("pattern", pattern)
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
    for inner in inner(rules) {
        for (index, item) in items.iter().enumerate() {
            walk.at(index, |walk| {
                if !walk.is_refused_here() {
                    check(walk, inner, element, item);
                }
            });
        }
    }
}

/// The rules of what is inside.
fn inner(rules: &'static [Rule]) -> impl Iterator<Item = &'static [Rule]> {
    rules.iter().filter_map(|rule| if let Rule::Inner(inner) = rule { Some(*inner) } else { None })
}

fn record(walk: &mut Walk, broken: Broken, value: &Value) {
    let fault = broken.fault(walk);
    walk.push(fault, value);
}
