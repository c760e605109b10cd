//! The walk itself: one JSON value against one node, with the place it is at.

use std::borrow::Cow;

use serde_json::Value;

use super::rules;
use crate::problem::{Fault, Segment};
use crate::schema::{Flags, Node, Rule};

/// Most mistakes listed: a reply must not be much larger than the request that asked for it.
const MAX_FAULTS: usize = 1_000;
/// Most nodes visited: branches of nested untagged enums multiply.
const MAX_STEPS: usize = 4_000_000;
/// Deepest nesting walked; serde's own limit for JSON is 128, and a value may pass a few schemas on one level.
const MAX_DEPTH: usize = 1_024;

/// What kind of value is walked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Mode {
    /// Strict JSON.
    Json,
    /// Texts, already turned into what their schema asks for where that was possible.
    Text,
}

/// A walk in progress: where it is, and what it found.
#[derive(Debug)]
pub(super) struct Walk {
    pub(super) mode: Mode,
    pub(super) faults: Vec<Fault>,
    loc: Vec<Segment>,
    echo: bool,
    secrets: usize,
    steps: usize,
    depth: usize,
}

impl Walk {
    pub(super) fn new(mode: Mode, start: Vec<Segment>, echo: bool) -> Self {
        Self { mode, faults: Vec::new(), loc: start, echo, secrets: 0, steps: 0, depth: 0 }
    }

    /// Walks a value, and says whether its type is right (not whether all its parts are).
    pub(super) fn value(&mut self, node: &'static Node, rules: &'static [Rule], value: &Value) -> bool {
        self.steps += 1;
        if self.steps > MAX_STEPS || self.depth > MAX_DEPTH || self.faults.len() >= MAX_FAULTS {
            return true;
        }
        self.depth += 1;
        let fits = self.typed(node, rules, value);
        self.depth -= 1;
        fits
    }

    fn typed(&mut self, node: &'static Node, rules: &'static [Rule], value: &Value) -> bool {
        let fits = match node {
            Node::Option(_) if value.is_null() && !rules.iter().any(|rule| matches!(rule, Rule::Required)) => true,
            // Rules of what is inside are not for the value's own schema.
            Node::Option(inner) if rules.iter().any(|rule| matches!(rule, Rule::Inner(_))) => {
                self.value(inner, &[], value)
            }
            Node::Option(inner) | Node::Split(inner, _) => return self.value(inner, rules, value),
            Node::Ref(definition) => return self.named(&definition().body, rules, value),
            Node::With(inner, more) if rules.is_empty() => return self.value(inner, more, value),
            Node::With(inner, more) => return self.value(inner, rules, value) && self.checked(more, inner, value),
            Node::Union(union) => self.union(union, "literal_error", value),
            Node::Object(object) => self.object(object, value),
            Node::Map(key, inner) => self.map(key, inner, value),
            Node::Array(_) | Node::Set(_) | Node::Fixed(..) | Node::Tuple(_) => self.list(node, value),
            Node::Integer(bounds) => self.integer(*bounds, rules, value),
            Node::Number(max) => self.number(*max, rules, value),
            Node::Any => true,
            Node::Null => self.null(value),
            Node::Bool => self.boolean(value),
            Node::Text(format) => self.text(*format, rules, value),
        };
        fits && self.checked(rules, node, value)
    }

    /// A named enum of plain words answers `enum`, one that is written out in place `literal_error`.
    fn named(&mut self, body: &'static Node, rules: &'static [Rule], value: &Value) -> bool {
        match body {
            Node::Union(union) => self.union(union, "enum", value) && self.checked(rules, body, value),
            _ => self.value(body, rules, value),
        }
    }

    fn checked(&mut self, rules: &'static [Rule], node: &'static Node, value: &Value) -> bool {
        rules::check(self, rules, node, value);
        true
    }

    /// Runs `inside` one step further down.
    pub(super) fn at<R>(&mut self, step: impl Into<Segment>, inside: impl FnOnce(&mut Self) -> R) -> R {
        self.loc.push(step.into());
        let result = inside(self);
        self.loc.pop();
        result
    }

    /// Runs `inside` for the value of a field, whose values are not echoed if it is a secret.
    pub(super) fn secret<R>(&mut self, flags: Flags, inside: impl FnOnce(&mut Self) -> R) -> R {
        let secret = usize::from(flags.has(Flags::SECRET));
        self.secrets += secret;
        let result = inside(self);
        self.secrets -= secret;
        result
    }

    /// Whether values of this place may be shown to the client.
    pub(super) fn echoes(&self) -> bool {
        self.echo && self.secrets == 0
    }

    /// A mistake here.
    pub(super) fn fault(&self, kind: impl Into<Cow<'static, str>>, message: impl Into<String>) -> Fault {
        Fault::new(kind, self.loc.clone(), message)
    }

    /// Records a mistake made by `value`. Only values without parts are kept, as parts may be secrets.
    pub(super) fn push(&mut self, fault: Fault, value: &Value) {
        let shown = self.echoes() && !value.is_object() && !value.is_array();
        self.faults.push(if shown { fault.input(value.clone()) } else { fault });
    }

    /// Records that `value` is of the wrong type; always `false`.
    pub(super) fn refuse(
        &mut self,
        kind: impl Into<Cow<'static, str>>,
        message: impl Into<String>,
        value: &Value,
    ) -> bool {
        let fault = self.fault(kind, message);
        self.push(fault, value);
        false
    }

    /// Records that something is missing here.
    pub(super) fn missing(&mut self) {
        let fault = self.fault("missing", "Field required");
        self.faults.push(fault);
    }

    /// Whether a mistake is recorded at exactly this place.
    pub(super) fn is_refused_here(&self) -> bool {
        self.faults.iter().any(|fault| fault.loc == self.loc)
    }

    /// The mistakes that `inside` finds, taken out of the list.
    pub(super) fn trial(&mut self, inside: impl FnOnce(&mut Self)) -> Vec<Fault> {
        let start = self.faults.len();
        inside(self);
        self.faults.split_off(start)
    }
}
