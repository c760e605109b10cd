//! Objects with known fields, and what `flatten` brings into them.

use super::{Schemas, typed};
use crate::openapi::json::{Json, Object};
use crate::schema::{self, Field, Flags, Node, Rule};

/// How deep `flatten` is followed; only a type that flattens itself goes deeper.
const DEEPEST_FLATTEN: usize = 16;

/// What an object schema is made of.
#[derive(Default)]
pub(super) struct Members {
    pub(super) properties: Object,
    pub(super) required: Vec<String>,
    /// Constraints that are schemas of their own: unions flattened into the object, choices between aliases.
    pub(super) all_of: Vec<Json>,
    /// Schema of the keys that are not properties.
    pub(super) rest: Object,
    pub(super) closed: bool,
}

impl Schemas<'_> {
    pub(super) fn object(self, object: &schema::Object) -> Object {
        let mut members = Members { closed: self.reads() && object.deny_unknown, ..Members::default() };
        self.members(object.fields, &mut members);
        members.schema()
    }

    pub(super) fn members(self, fields: &[Field], members: &mut Members) {
        self.members_at(fields, false, 0, members);
    }

    fn members_at(self, fields: &[Field], optional: bool, depth: usize, members: &mut Members) {
        for field in fields.iter().filter(|field| self.has(field)) {
            if field.flags.has(Flags::FLATTEN) {
                self.flatten(&field.node, optional, depth + 1, members);
            } else {
                self.member(field, optional, members);
            }
        }
    }

    /// Whether the field takes part on this side.
    pub(in crate::openapi) fn has(self, field: &Field) -> bool {
        !field.flags.has(if self.reads() { Flags::SKIP_IN } else { Flags::SKIP_OUT })
    }

    fn member(self, field: &Field, optional: bool, members: &mut Members) {
        let name = if self.reads() { field.name } else { field.output };
        let required = !optional && self.requires(field);
        members.properties.set(name, self.field(field));
        if !self.reads() || field.aliases.is_empty() {
            if required {
                members.required.push(name.to_owned());
            }
            return;
        }
        for alias in field.aliases {
            let schema = self.ruled(&field.node, field.rules);
            members.properties.set(*alias, schema.with("description", format!("Another name of `{name}`.")));
        }
        members.all_of.push(one_name(name, field.aliases, required).into());
    }

    /// Whether the key is always there.
    pub(in crate::openapi) fn requires(self, field: &Field) -> bool {
        if !self.reads() {
            return !field.flags.has(Flags::OPTIONAL_OUT);
        }
        let needs_value = field.node.is_optional() && field.rules.iter().any(|rule| matches!(rule, Rule::Required));
        let has_value = || field.default.and_then(|default| default()).is_some_and(|value| !value.is_null());
        if needs_value { !has_value() } else { !field.optional_in() }
    }

    /// The members that a flattened field brings. If it is optional, none is needed.
    fn flatten(self, node: &Node, optional: bool, depth: usize, members: &mut Members) {
        if depth > DEEPEST_FLATTEN {
            return;
        }
        match self.resolve(*node) {
            Node::Option(inner) => self.flatten(inner, true, depth + 1, members),
            Node::Object(object) => self.members_at(object.fields, optional, depth, members),
            Node::Map(_, value) => members.rest = self.node(value),
            Node::Union(union) => {
                let mut branches = self.open_branches(union);
                if optional {
                    branches.push(typed("object").into());
                }
                members.all_of.push(Object::new().with("anyOf", branches).into());
            }
            _ => {}
        }
    }
}

impl Members {
    pub(super) fn schema(self) -> Object {
        let Self { properties, required, all_of, rest, closed } = self;
        // `additionalProperties` does not see properties that a union brings; `unevaluatedProperties` does.
        let brings = |part: &Json| matches!(part, Json::Object(part) if part.has("anyOf"));
        let close = if all_of.iter().any(brings) { "unevaluatedProperties" } else { "additionalProperties" };
        let mut schema = typed("object")
            .with_object("properties", properties)
            .with_list("required", Json::texts(required.iter().map(String::as_str)))
            .with_object("additionalProperties", rest)
            .with_list("allOf", all_of);
        if closed && !schema.has("additionalProperties") {
            schema.set(close, false);
        }
        schema
    }
}

/// A key that goes by several names, one at a time, and must be there or not.
fn one_name(name: &str, aliases: &[&str], required: bool) -> Object {
    let names = || std::iter::once(name).chain(aliases.iter().copied());
    let present = |name: &str| Object::new().with("required", Json::texts([name]));
    let mut ways: Vec<Json> = names().map(|name| present(name).into()).collect();
    if !required {
        let any = names().map(|name| present(name).into()).collect::<Vec<Json>>();
        ways.push(Object::new().with("not", Object::new().with("anyOf", any)).into());
    }
    Object::new().with("oneOf", ways)
}
