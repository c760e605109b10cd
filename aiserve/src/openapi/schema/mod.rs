//! One schema of the tree as a JSON Schema (2020-12, the dialect of OpenAPI 3.1), as it is read or as it is written.

mod map;
mod object;
mod pattern;
mod pattern_names;
mod rules;
mod union;

pub(super) use union::Parts;

use serde_json::Value;

use super::components::Registry;
use super::json::{Json, Object};
use crate::schema::{Definition, Field, Flags, Format, InText, Integer, Node, Rule};

/// Which of a type's two contracts is meant.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum Side {
    /// What is read.
    Input,
    /// What is written.
    Output,
}

/// Writes schemas of one side; references go through the registry, which names and remembers them.
#[derive(Clone, Copy)]
pub(super) struct Schemas<'a> {
    pub(super) registry: &'a Registry,
    pub(super) side: Side,
    /// How many levels of objects are written where they are used and without `null`, as parameters of a query are told:
    /// there is no text for `null`.
    pub(super) in_place: u8,
}

/// Nobody nests references to nothing but references deeper than this, unless the type has no value at all.
const DEEPEST_ALIAS: usize = 64;

/// How many levels of objects inside of each other a parameter shows; only a type that contains itself has more.
const LEVELS_IN_PLACE: u8 = 4;

/// The texts beside a schema.
#[derive(Clone, Copy, Default)]
pub(super) struct Notes<'a> {
    pub(super) title: &'a str,
    pub(super) doc: &'a str,
    pub(super) deprecated: bool,
    pub(super) default: Option<fn() -> Option<Value>>,
    pub(super) examples: &'a [fn() -> Value],
}

impl Notes<'_> {
    /// The texts of a type.
    pub(super) fn of(definition: &'static Definition) -> Self {
        Self {
            title: definition.title.unwrap_or_default(),
            doc: definition.doc,
            deprecated: definition.deprecated,
            examples: definition.examples,
            default: None,
        }
    }
}

impl Schemas<'_> {
    fn reads(self) -> bool {
        self.side == Side::Input
    }

    /// A schema at its point of use.
    pub(super) fn node(self, node: &Node) -> Object {
        match *node {
            Node::Any => Object::new(),
            Node::Null => typed("null"),
            Node::Bool => typed("boolean"),
            Node::Integer(bounds) => integer(bounds),
            Node::Number(greatest) => number(greatest),
            Node::Text(None) => typed("string"),
            Node::Text(Some(format)) => text(format),
            Node::Array(item) => self.list(item),
            Node::Set(item) => self.list(item).with("uniqueItems", true),
            Node::Fixed(item, length) => {
                self.list(item).with("minItems", length as u64).with("maxItems", length as u64)
            }
            Node::Tuple(items) => self.tuple(items),
            Node::Map(key, value) => self.map(key, value),
            Node::Option(inner) => self.nullable(self.node(inner)),
            Node::Object(object) => self.object(object),
            Node::Union(union) => self.union(union),
            Node::Split(read, written) => self.node(if self.reads() { read } else { written }),
            Node::Ref(definition) if self.in_place > 0 => self.written_out(definition()),
            Node::Ref(definition) => self.reference(definition()),
            Node::With(inner, rules) => self.ruled(inner, rules),
        }
    }

    /// A field's schema with its rules and texts.
    pub(super) fn field(self, field: &Field) -> Object {
        self.described(self.ruled(&field.node, field.rules), field)
    }

    /// A field's schema without `null`, for a place where nothing is said by leaving out.
    pub(super) fn field_if_present(mut self, field: &Field) -> Object {
        self.in_place = LEVELS_IN_PLACE;
        let schema = match field.node {
            Node::Option(inner) => self.ruled(inner, &rules::inside_option(field.rules)),
            node => self.ruled(&node, field.rules),
        };
        self.described(schema, field)
    }

    fn described(self, mut schema: Object, field: &Field) -> Object {
        if field.flags.has(Flags::SECRET) {
            if self.reads() {
                schema.set("writeOnly", true);
            }
            schema.set_default("format", "password");
        }
        let notes = Notes {
            title: field.title.unwrap_or_default(),
            doc: field.doc,
            deprecated: field.flags.has(Flags::DEPRECATED),
            default: field.default,
            examples: field.examples,
        };
        annotated(schema, &notes)
    }

    /// A schema whose values keep rules.
    fn ruled(self, node: &Node, list: &[Rule]) -> Object {
        if list.is_empty() {
            return self.node(node);
        }
        match *node {
            Node::Option(inner) => {
                let schema = self.ruled(inner, &rules::inside_option(list));
                if rules::require_value(list) { schema } else { self.nullable(schema) }
            }
            Node::With(inner, more) => self.ruled(inner, &[more, list].concat()),
            Node::Split(read, written) => self.ruled(if self.reads() { read } else { written }, list),
            Node::Array(item) | Node::Set(item) | Node::Fixed(item, _) => {
                let outside = self.node(node).with("items", self.ruled(item, &rules::of_items(list)));
                rules::apply(outside, self.resolve(*node), list)
            }
            _ => rules::apply(self.node(node), self.resolve(*node), list),
        }
    }

    /// The schema behind references, rules and the choice of a side.
    pub(super) fn resolve(self, mut node: Node) -> Node {
        for _ in 0..DEEPEST_ALIAS {
            node = match node {
                Node::Ref(definition) => definition().body,
                Node::With(inner, _) => *inner,
                Node::Split(read, written) => *(if self.reads() { read } else { written }),
                _ => return node,
            };
        }
        Node::Any
    }

    /// The schema of an object where it is used; of anything else, the reference to it.
    fn written_out(self, definition: &'static Definition) -> Object {
        if InText::of(&self.resolve(definition.body)) != InText::Object {
            return self.reference(definition);
        }
        let inside = Self { in_place: self.in_place - 1, ..self };
        annotated(inside.node(&definition.body), &Notes::of(definition))
    }

    fn nullable(self, schema: Object) -> Object {
        if self.in_place > 0 { schema } else { nullable(schema) }
    }

    fn reference(self, definition: &'static Definition) -> Object {
        Object::new().with("$ref", pointer(&self.registry.name(definition, self.side)))
    }

    fn list(self, item: &Node) -> Object {
        typed("array").with("items", self.node(item))
    }

    fn tuple(self, items: &[Node]) -> Object {
        let count = items.len() as u64;
        let items = items.iter().map(|item| self.node(item).into()).collect();
        typed("array").with_list("prefixItems", items).with("minItems", count).with("maxItems", count)
    }
}

/// Where a component is.
pub(super) fn pointer(name: &str) -> String {
    format!("#/components/schemas/{name}")
}

pub(super) fn typed(name: &str) -> Object {
    Object::new().with("type", name)
}

/// The schema, or `null`.
fn nullable(schema: Object) -> Object {
    let anything = schema.is_empty();
    if anything || accepts_null(&schema) {
        return schema;
    }
    Object::new().with("anyOf", vec![schema.into(), typed("null").into()])
}

fn accepts_null(schema: &Object) -> bool {
    let null = |branch: &Json| matches!(branch, Json::Object(branch) if branch.is("type", "null"));
    schema.is("type", "null") || matches!(schema.get("anyOf"), Some(Json::List(branches)) if branches.iter().any(null))
}

/// A schema with its texts: title and description first, default and examples last.
pub(super) fn annotated(mut schema: Object, notes: &Notes<'_>) -> Object {
    let Notes { title, doc, deprecated, default, examples } = *notes;
    let mut head = Object::new().with_text("title", title);
    match schema.remove("description") {
        Some(Json::Value(Value::String(more))) if !doc.is_empty() => {
            head.set("description", format!("{doc}\n\n{more}"));
        }
        Some(description) => head.set("description", description),
        None => head = head.with_text("description", doc),
    }
    if deprecated {
        head.set("deprecated", true);
    }
    head.extend(schema);
    if let Some(value) = default.and_then(|default| default()).filter(|value| !value.is_null()) {
        head.set("default", value);
    }
    head.with_list("examples", examples.iter().map(|example| example().into()).collect())
}

fn integer(Integer { min, max, format }: Integer) -> Object {
    let mut schema = typed("integer").with_text("format", format);
    // The extremes of `i128` stand for "no bound that JSON could hold".
    if min != i128::MIN {
        schema.set("minimum", Json::integer(min));
    }
    if max != i128::MAX {
        schema.set("maximum", Json::integer(max));
    }
    schema
}

fn number(greatest: f64) -> Object {
    if greatest < f64::MAX {
        typed("number").with("format", "float").with("minimum", -greatest).with("maximum", greatest)
    } else {
        typed("number").with("format", "double")
    }
}

fn text(format: &Format) -> Object {
    let (least, greatest) = format.length;
    let mut schema = typed("string").with_text("format", format.name);
    if least > 0 {
        schema.set("minLength", least);
    }
    if greatest < u64::MAX {
        schema.set("maxLength", greatest);
    }
    schema.with_text("pattern", format.pattern).with_text("contentEncoding", format.encoding)
}
