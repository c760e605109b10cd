//! Enums in serde's five shapes.

use super::object::Members;
use super::{Notes, Schemas, annotated, pointer, typed};
use crate::openapi::json::{Json, Object};
use crate::schema::{Definition, Flags, Node, Shape, Tagging, Union, Variant};

/// A named union: its schema, and its variants as components of their own, since a discriminator maps to names only.
#[derive(Debug)]
pub(in crate::openapi) struct Parts {
    pub(in crate::openapi) schema: Object,
    /// The variant's Rust name, and its schema.
    pub(in crate::openapi) variants: Vec<(&'static str, Object)>,
}

impl Schemas<'_> {
    /// A union at a place without a name.
    pub(super) fn union(self, union: &Union) -> Object {
        let branches: Vec<Json> = self.branches(union, false).into_iter().map(|(_, branch)| branch.into()).collect();
        one_of(if exclusive(union) { "oneOf" } else { "anyOf" }, branches)
    }

    /// The union of a definition: with a discriminator, if a tag tells every variant.
    pub(in crate::openapi) fn named_union(self, definition: &'static Definition, union: &Union) -> Parts {
        let (Tagging::Internal(tag) | Tagging::Adjacent { tag, .. }) = union.tagging else {
            return Parts { schema: self.union(union), variants: Vec::new() };
        };
        let branches = self.branches(union, false);
        let open = |variant: &Variant| self.reads() && variant.flags.has(Flags::OTHER);
        if !exclusive(union) || branches.len() < 2 || branches.iter().any(|(variant, _)| open(variant)) {
            return Parts { schema: self.union(union), variants: Vec::new() };
        }
        let mut mapping = Object::new();
        let mut references = Vec::new();
        for (variant, _) in &branches {
            let target = pointer(&self.registry.variant_name(definition, self.side, variant.rust));
            for name in self.names(variant) {
                mapping.set(name, target.as_str());
            }
            references.push(Object::new().with("$ref", target).into());
        }
        let discriminator = Object::new().with("propertyName", tag).with("mapping", mapping);
        let schema = Object::new().with("oneOf", references).with("discriminator", discriminator);
        Parts { schema, variants: branches.into_iter().map(|(variant, branch)| (variant.rust, branch)).collect() }
    }

    /// The variants of a union whose keys are among others.
    pub(super) fn open_branches(self, union: &Union) -> Vec<Json> {
        self.branches(union, true).into_iter().map(|(_, branch)| branch.into()).collect()
    }

    /// One schema per variant of this side; the texts of an externally tagged enum's unit variants are one schema.
    fn branches(self, union: &Union, flat: bool) -> Vec<(&Variant, Object)> {
        let skipped = if self.reads() { Flags::SKIP_IN } else { Flags::SKIP_OUT };
        let all = || union.variants.iter().filter(|variant| !variant.flags.has(skipped));
        let text = |variant: &&Variant| !flat && union.tagging == Tagging::External && is_text(variant);
        let mut branches = Vec::new();
        let units: Vec<&Variant> = all().filter(text).collect();
        if let Some(first) = units.first() {
            branches.push((*first, self.unit_texts(&units)));
        }
        for variant in all().filter(|variant| !text(variant)) {
            let schema = self.variant(union, variant, flat);
            branches.push((variant, described(schema, variant)));
        }
        branches
    }

    fn unit_texts(self, units: &[&Variant]) -> Object {
        let docs: Vec<String> = units
            .iter()
            .filter(|unit| !unit.doc.is_empty())
            .map(|unit| format!("- `{}`: {}", self.names(unit)[0], unit.doc.replace('\n', "\n  ")))
            .collect();
        let open = |unit: &&&Variant| self.reads() && unit.flags.has(Flags::OTHER);
        let known = units.iter().filter(|unit| !open(unit)).flat_map(|unit| self.names(unit));
        let known = typed("string").with("enum", Json::texts(known));
        let schema = match units.iter().find(open) {
            // Any text is accepted; the known ones are there to be seen.
            Some(_) => Object::new().with("anyOf", vec![known.into(), typed("string").into()]),
            None => known,
        };
        schema.with_text("description", &docs.join("\n"))
    }

    /// The names of a variant on the wire.
    fn names(self, variant: &Variant) -> Vec<&str> {
        if !self.reads() {
            return vec![variant.output];
        }
        std::iter::once(variant.name).chain(variant.aliases.iter().copied()).collect()
    }

    fn variant(self, union: &Union, variant: &Variant, flat: bool) -> Object {
        let closed = self.reads() && union.deny_unknown && !flat;
        match union.tagging {
            _ if variant.flags.has(Flags::UNTAGGED) => self.content(union, variant),
            Tagging::Untagged => self.content(union, variant),
            Tagging::External => self.external(union, variant, flat),
            Tagging::Internal(tag) => self.internal(union, variant, tag, flat),
            Tagging::Adjacent { tag, content } => {
                let mut members = Members { closed, ..self.tagged(union, variant, tag) };
                members.properties.set(content, self.content(union, variant));
                if variant.shape != Shape::Unit && !variant.content.is_optional() {
                    members.required.push(content.to_owned());
                }
                members.schema()
            }
        }
    }

    /// The content of a variant by itself.
    fn content(self, union: &Union, variant: &Variant) -> Object {
        match variant.content {
            Node::Object(object) if variant.shape == Shape::Struct => {
                let closed = self.reads() && (object.deny_unknown || union.deny_unknown);
                let mut members = Members { closed, ..Members::default() };
                self.members(object.fields, &mut members);
                members.schema()
            }
            node => self.node(&node),
        }
    }

    /// `{"Variant": content}`.
    fn external(self, union: &Union, variant: &Variant, flat: bool) -> Object {
        let names = self.names(variant);
        let content = self.content(union, variant);
        let properties = names.iter().map(|name| ((*name).to_owned(), content.clone().into())).collect();
        let mut schema = typed("object").with_object("properties", properties);
        if let [name] = names[..] {
            schema.set("required", Json::texts([name]));
        } else if flat {
            let present = |name| Object::new().with("required", Json::texts([name])).into();
            schema.set("anyOf", names.into_iter().map(present).collect::<Vec<Json>>());
        } else {
            schema = schema.with("minProperties", 1).with("maxProperties", 1);
        }
        if !flat {
            schema.set("additionalProperties", false);
        }
        schema
    }

    /// `{"tag": "Variant", ..content}`.
    fn internal(self, union: &Union, variant: &Variant, tag: &str, flat: bool) -> Object {
        let mut members = self.tagged(union, variant, tag);
        let denies = |object: &crate::schema::Object| self.reads() && !flat && object.deny_unknown;
        match (variant.shape, self.resolve(variant.content)) {
            (Shape::Newtype, Node::Object(object))
                if matches!(variant.content, Node::Ref(_)) && !flat && !denies(object) =>
            {
                return Object::new().with("allOf", vec![self.node(&variant.content).into(), members.schema().into()]);
            }
            (shape, Node::Object(object)) => {
                members.closed =
                    denies(object) || (shape == Shape::Struct && self.reads() && union.deny_unknown && !flat);
                self.members(object.fields, &mut members);
            }
            (_, Node::Map(_, value)) => members.rest = self.node(value),
            (_, Node::Union(inner)) => {
                members.all_of.push(Object::new().with("anyOf", self.open_branches(inner)).into());
            }
            _ => {}
        }
        members.schema()
    }

    /// An object with the tag of a variant.
    fn tagged(self, union: &Union, variant: &Variant, tag: &str) -> Members {
        let mut members = Members::default();
        members.properties.set(tag, self.tag(union, variant));
        members.required.push(tag.to_owned());
        members
    }

    fn tag(self, union: &Union, variant: &Variant) -> Object {
        if self.reads() && variant.flags.has(Flags::OTHER) {
            let others = union.variants.iter().filter(|other| {
                !other.flags.has(Flags::OTHER) && !other.flags.has(Flags::UNTAGGED) && !other.flags.has(Flags::SKIP_IN)
            });
            let known = Json::texts(others.flat_map(|other| self.names(other)));
            return typed("string").with("not", Object::new().with("enum", known));
        }
        let names = self.names(variant);
        match names[..] {
            [name] => typed("string").with("const", name),
            _ => typed("string").with("enum", Json::texts(names)),
        }
    }
}

/// Whether a variant of an externally tagged enum is a text.
fn is_text(variant: &Variant) -> bool {
    variant.shape == Shape::Unit && !variant.flags.has(Flags::UNTAGGED)
}

/// Whether no value can be of two variants.
fn exclusive(union: &Union) -> bool {
    union.tagging != Tagging::Untagged && !union.variants.iter().any(|variant| variant.flags.has(Flags::UNTAGGED))
}

fn one_of(keyword: &str, mut branches: Vec<Json>) -> Object {
    match (branches.pop(), branches.is_empty()) {
        (Some(Json::Object(only)), true) => only,
        (Some(last), _) => {
            branches.push(last);
            Object::new().with(keyword, branches)
        }
        // An enum without variants has no value.
        (None, _) => Object::new().with("not", Object::new()),
    }
}

fn described(schema: Object, variant: &Variant) -> Object {
    let deprecated = variant.flags.has(Flags::DEPRECATED);
    annotated(schema, &Notes { doc: variant.doc, deprecated, ..Notes::default() })
}
