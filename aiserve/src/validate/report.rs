//! What only code can decide: garde's report of the decoded value, told in terms of the wire.

use garde::error::{Kind, Path};
use garde::rules::AsStr;
use garde::rules::pattern::{self, Matcher};
use garde::{Error, Report};
use serde_json::Value;

use super::look::bare;
use super::patterns;
use super::union::choose;
use super::walk::Walk;
use crate::problem::{Fault, Segment};
use crate::schema::{Field, Flags, Node, Object, Rule, Shape, Union};

/// The report that `check` fills; it costs nothing while it stays empty.
pub(crate) fn judge(check: impl FnOnce(&mut dyn FnMut() -> Path, &mut Report)) -> Report {
    let mut report = Report::new();
    check(&mut Path::empty, &mut report);
    report
}

/// Adds what the report says of places where the walk found nothing.
pub(super) fn merge(
    walk: &mut Walk,
    node: &'static Node,
    rules: &'static [Rule],
    start: &[Segment],
    value: &Value,
    report: &Report,
) {
    for (path, error) in report.iter() {
        let mut trail = Trail { loc: start.to_vec(), rules, secret: false };
        let mut steps: Vec<(Kind, &str)> = path.__iter().map(|(kind, step)| (kind, step.as_str())).collect();
        steps.reverse();
        trail.follow(node, value, &steps);
        if walk.faults.iter().all(|fault| fault.loc != trail.loc) {
            walk.faults.push(trail.fault(error));
        }
    }
}

/// From garde's path, made of Rust names, to a location, made of names on the wire.
struct Trail {
    loc: Vec<Segment>,
    rules: &'static [Rule],
    secret: bool,
}

impl Trail {
    fn follow(&mut self, node: &'static Node, value: &Value, steps: &[(Kind, &str)]) {
        match node {
            Node::Option(inner) | Node::Split(inner, _) => return self.follow(inner, value, steps),
            Node::With(inner, rules) => {
                self.rules = rules;
                return self.follow(inner, value, steps);
            }
            Node::Ref(definition) => {
                let body = &definition().body;
                return self.follow(body, value, inside(body, steps));
            }
            _ => {}
        }
        let Some(((kind, step), rest)) = steps.split_first() else { return };
        if *kind == Kind::None {
            return self.follow(node, value, rest);
        }
        match node {
            Node::Object(object) => self.field(object, value, step, rest),
            Node::Union(union) => self.variant(union, value, steps),
            Node::Array(inner) | Node::Set(inner) | Node::Fixed(inner, _) => self.element(inner, value, step, rest),
            Node::Tuple(places) => {
                let place = step.parse().ok().and_then(|index: usize| places.get(index));
                self.element(place.unwrap_or(&Node::Any), value, step, rest);
            }
            Node::Map(_, inner) => {
                self.step((*step).to_owned());
                self.follow(inner, value.get(step).unwrap_or(&Value::Null), rest);
            }
            _ => {}
        }
    }

    fn step(&mut self, step: impl Into<Segment>) {
        self.loc.push(step.into());
        self.rules = &[];
    }

    fn element(&mut self, node: &'static Node, value: &Value, step: &str, rest: &[(Kind, &str)]) {
        let Ok(index) = step.parse::<usize>() else { return };
        let inner = self.rules.iter().find_map(|rule| match rule {
            Rule::Inner(inner) => Some(*inner),
            _ => None,
        });
        self.step(index);
        self.rules = inner.unwrap_or_default();
        self.follow(node, value.get(index).unwrap_or(&Value::Null), rest);
    }

    fn field(&mut self, object: &'static Object, value: &Value, step: &str, rest: &[(Kind, &str)]) {
        let Some(field) = object.fields.iter().find(|field| field.rust == step) else {
            self.loc.push(step.to_owned().into());
            return;
        };
        self.secret |= field.flags.has(Flags::SECRET);
        if field.flags.has(Flags::FLATTEN) {
            return self.follow(&field.node, value, rest);
        }
        let name = sent_name(field, value);
        self.step(name);
        self.rules = field.rules;
        self.follow(&field.node, value.get(name).unwrap_or(&Value::Null), rest);
    }

    fn variant(&mut self, union: &'static Union, value: &Value, steps: &[(Kind, &str)]) {
        let Ok(chosen) = choose(union, value) else { return };
        self.loc.extend(chosen.step);
        self.rules = &[];
        let content = chosen.content.as_ref().map_or(&Value::Null, |content| content.value());
        let inner = &chosen.variant.content;
        let steps = if chosen.variant.shape == Shape::Newtype { inside(inner, steps) } else { steps };
        self.follow(inner, content, steps);
    }

    fn fault(self, error: &Error) -> Fault {
        let pattern = self.rules.iter().find_map(|rule| match rule {
            Rule::Pattern(pattern) => Some(patterns::text(pattern)).filter(|text| *error == mismatch(text)),
            _ => None,
        });
        match pattern {
            Some(pattern) => {
                Fault::new("string_pattern_mismatch", self.loc, format!("String should match pattern '{pattern}'"))
                    .with("pattern", pattern)
            }
            None => Fault::new("value_error", self.loc, format!("Value error, {error}")),
        }
    }
}

/// The name under which a field was sent.
fn sent_name(field: &'static Field, value: &Value) -> &'static str {
    let mut names = std::iter::once(field.name).chain(field.aliases.iter().copied());
    names.find(|name| value.get(name).is_some()).unwrap_or(field.name)
}

/// The path inside a type, without the place of a newtype's only field: garde's own derive counts it, ours does not.
fn inside<'a, 'b>(body: &'static Node, steps: &'a [(Kind, &'b str)]) -> &'a [(Kind, &'b str)] {
    let indexes = steps.iter().take_while(|(kind, _)| *kind == Kind::Index).count();
    if indexes > nesting(body) { &steps[1..] } else { steps }
}

/// How many indexes lead to an element that is no list.
fn nesting(node: &'static Node) -> usize {
    match bare(node) {
        Node::Array(inner) | Node::Set(inner) | Node::Fixed(inner, _) => 1 + nesting(inner),
        Node::Tuple(places) => 1 + places.iter().map(nesting).max().unwrap_or_default(),
        _ => 0,
    }
}

/// What garde says of a text that does not match the pattern, in whatever language it speaks.
fn mismatch(pattern: &str) -> Error {
    pattern::apply(&"", (&Never(pattern),)).expect_err("the matcher never matches")
}

/// A pattern of this text that matches nothing.
struct Never<'a>(&'a str);

impl AsStr for Never<'_> {
    fn as_str(&self) -> &str {
        self.0
    }
}

impl Matcher for Never<'_> {
    fn is_match(&self, _: &str) -> bool {
        false
    }
}
