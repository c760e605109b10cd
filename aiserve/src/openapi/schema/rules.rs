//! What JSON Schema can say of a rule: never more than is enforced, and in words what it cannot say.

use serde_json::Value;

use super::pattern;
use crate::openapi::json::{Json, Object};
use crate::schema::{Limit, Measure, Node, Pattern, Rule};

/// A schema with its rules. `base` is the schema behind references.
pub(super) fn apply(mut schema: Object, base: Node, list: &[Rule]) -> Object {
    let mut unsaid = Vec::new();
    for rule in list {
        match *rule {
            Rule::Length(measure, min, max) => unsaid.extend(length(&mut schema, base, measure, min, max)),
            Rule::Min(limit, exclusive) => LOWER.limit(&mut schema, base, limit, exclusive),
            Rule::Max(limit, exclusive) => UPPER.limit(&mut schema, base, limit, exclusive),
            Rule::MultipleOf(limit) => multiple_of(&mut schema, base, limit),
            Rule::Pattern(Pattern::Text(text)) => unsaid.extend(regex(&mut schema, text)),
            Rule::Pattern(Pattern::Shown(text)) => unsaid.extend(regex(&mut schema, &text())),
            Rule::Ascii => also(&mut schema, "pattern", r"^[\x00-\x7F]*$"),
            // Letters of any language: a pattern for them is no regular expression to validators that lack `\p{..}`.
            Rule::Alphanumeric => unsaid.push("letters and digits alone".to_owned()),
            Rule::Email => also(&mut schema, "format", "email"),
            Rule::Url => also(&mut schema, "format", "uri"),
            Rule::Ip => schema.push("allOf", ip()),
            Rule::Ipv4 => also(&mut schema, "format", "ipv4"),
            Rule::Ipv6 => also(&mut schema, "format", "ipv6"),
            Rule::CreditCard => unsaid.push("credit_card".to_owned()),
            Rule::PhoneNumber => unsaid.push("phone_number".to_owned()),
            Rule::Contains(part) => also(&mut schema, "pattern", &pattern::escape(part)),
            Rule::Prefix(part) => also(&mut schema, "pattern", &format!("^{}", pattern::escape(part))),
            Rule::Suffix(part) => also(&mut schema, "pattern", &format!("{}$", pattern::escape(part))),
            Rule::Custom(text) => unsaid.push(text.to_owned()),
            // Elements and presence are the business of whoever writes the list or the option.
            Rule::Inner(_) | Rule::Required => {}
        }
    }
    say(&mut schema, &unsaid);
    schema
}

/// The rules of a list's elements.
pub(super) fn of_items(list: &[Rule]) -> Vec<Rule> {
    let inner = |rule: &Rule| if let Rule::Inner(inner) = rule { *inner } else { &[] };
    list.iter().flat_map(inner).copied().collect()
}

/// The rules of an option's value: `inner` means that value, all others look through the option.
pub(super) fn inside_option(list: &[Rule]) -> Vec<Rule> {
    let mut inside = of_items(list);
    inside.extend(list.iter().filter(|rule| !matches!(rule, Rule::Inner(_) | Rule::Required)));
    inside
}

/// Whether `null` is refused.
pub(super) fn require_value(list: &[Rule]) -> bool {
    list.iter().any(|rule| matches!(rule, Rule::Required))
}

/// Length limits, and the rule in words where the schema says less.
fn length(schema: &mut Object, base: Node, measure: Measure, min: u64, max: u64) -> Option<String> {
    let (least_key, greatest_key) = match base {
        Node::Text(_) => ("minLength", "maxLength"),
        Node::Array(_) | Node::Set(_) | Node::Fixed(..) | Node::Tuple(_) => ("minItems", "maxItems"),
        Node::Map(..) => ("minProperties", "maxProperties"),
        _ => return Some(length_in_words("", min, max)),
    };
    let (least, greatest, unit) = match (base, measure) {
        // JSON Schema counts characters: one is at most four bytes or two UTF-16 units, and at least one of each.
        (Node::Text(_), Measure::Simple | Measure::Bytes) => (min.div_ceil(4), max, "bytes"),
        (Node::Text(_), Measure::Utf16) => (min.div_ceil(2), max, "utf16"),
        // A grapheme is at least one character, of which it may have any number.
        (Node::Text(_), Measure::Graphemes) => (min, u64::MAX, "graphemes"),
        _ => (min, max, ""),
    };
    if least > 0 && schema.number(least_key).is_none_or(|old| old < float(least)) {
        schema.set(least_key, least);
    }
    if greatest < u64::MAX && schema.number(greatest_key).is_none_or(|old| old > float(greatest)) {
        schema.set(greatest_key, greatest);
    }
    let exact = unit.is_empty() || (min <= 1 && max == u64::MAX);
    (!exact).then(|| length_in_words(unit, min, max))
}

fn length_in_words(unit: &str, min: u64, max: u64) -> String {
    let mut parts = Vec::new();
    if !unit.is_empty() {
        parts.push(unit.to_owned());
    }
    if min > 0 {
        parts.push(format!("min = {min}"));
    }
    if max < u64::MAX {
        parts.push(format!("max = {max}"));
    }
    format!("length({})", parts.join(", "))
}

/// One side of a range.
struct Bound {
    plain: &'static str,
    exclusive: &'static str,
    /// Turns the comparison around for upper bounds.
    sign: f64,
}

const LOWER: Bound = Bound { plain: "minimum", exclusive: "exclusiveMinimum", sign: 1.0 };
const UPPER: Bound = Bound { plain: "maximum", exclusive: "exclusiveMaximum", sign: -1.0 };

impl Bound {
    /// Sets the limit, unless there is a narrower one.
    fn limit(&self, schema: &mut Object, base: Node, limit: Limit, exclusive: bool) {
        let Some((json, value)) = number(base, limit) else { return };
        let new = value * self.sign;
        for (key, excludes) in [(self.plain, false), (self.exclusive, true)] {
            let Some(old) = schema.number(key).map(|old| old * self.sign) else { continue };
            #[expect(clippy::float_cmp, reason = "limits are compared as they are written")]
            if old > new || (old == new && excludes) {
                return;
            }
            schema.remove(key);
        }
        schema.set(if exclusive { self.exclusive } else { self.plain }, json);
    }
}

fn multiple_of(schema: &mut Object, base: Node, limit: Limit) {
    if let Some((json, value)) = number(base, limit)
        && value > 0.0
    {
        also_value(schema, "multipleOf", json);
    }
}

/// A limit as JSON and for comparison; none for one that JSON cannot say and no value can break.
fn number(base: Node, limit: Limit) -> Option<(Json, f64)> {
    match limit {
        #[expect(clippy::cast_precision_loss, reason = "only compared, and bounds that close together do not occur")]
        Limit::Int(limit) => Some((Json::integer(limit), limit as f64)),
        Limit::Float(limit) if !limit.is_finite() => None,
        Limit::Float(limit) => {
            let limit = shown(base, limit);
            Some((limit.into(), limit))
        }
    }
}

/// The limit as the user wrote it: an `f32` such as `0.1` has another neighbour among the `f64`.
fn shown(base: Node, limit: f64) -> f64 {
    #[expect(clippy::cast_possible_truncation, reason = "the limit came from an f32")]
    match base {
        Node::Number(greatest) if greatest < f64::MAX => (limit as f32).to_string().parse().unwrap_or(limit),
        _ => limit,
    }
}

#[expect(clippy::cast_precision_loss, reason = "only compared")]
const fn float(count: u64) -> f64 {
    count as f64
}

/// Adds a pattern of Rust's syntax, or says it in words.
fn regex(schema: &mut Object, text: &str) -> Option<String> {
    if let Some(pattern) = pattern::to_ecma(text) {
        also(schema, "pattern", &pattern);
        None
    } else {
        schema.push("x-rust-pattern", text);
        Some(format!("pattern({text})"))
    }
}

fn ip() -> Object {
    let format = |name: &str| Object::new().with("format", name).into();
    Object::new().with("anyOf", vec![format("ipv4"), format("ipv6")])
}

/// Adds a keyword that a schema has once: a second value goes into `allOf`.
fn also(schema: &mut Object, key: &str, text: &str) {
    also_value(schema, key, text.into());
}

fn also_value(schema: &mut Object, key: &str, value: Json) {
    if !schema.has(key) {
        schema.set(key, value);
    } else if schema.get(key) != Some(&value) {
        schema.push("allOf", Object::new().with(key, value));
    }
}

/// What the schema cannot say goes to the description, for people, and to `x-rules`, for programs.
fn say(schema: &mut Object, unsaid: &[String]) {
    if unsaid.is_empty() {
        return;
    }
    let list: Vec<String> = unsaid.iter().map(|rule| format!("`{rule}`")).collect();
    let text = format!("Also checked: {}.", list.join(", "));
    let description = match schema.get("description") {
        Some(Json::Value(Value::String(old))) => format!("{old}\n\n{text}"),
        _ => text,
    };
    schema.set("description", description);
    for rule in unsaid {
        schema.push("x-rules", rule.as_str());
    }
}
