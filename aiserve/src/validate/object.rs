//! Objects with known fields, and maps with free keys.

use serde_json::{Map, Value};

use super::look::{bare, for_each_field, is_named};
use super::text;
use super::walk::{Mode, Walk};
use crate::problem::Segment;
use crate::schema::{Field, Flags, Node, Object, Rule};

impl Walk {
    pub(super) fn object(&mut self, object: &'static Object, value: &Value) -> bool {
        let Value::Object(map) = value else {
            let message = "Input should be a valid dictionary or object to extract fields from";
            return self.refuse("model_attributes_type", message, value);
        };
        self.fields(object, map);
        if object.deny_unknown {
            self.unknown(map, |key| object.fields.iter().any(|field| takes(field, key)));
        }
        true
    }

    /// Walks the fields of an object, those of flattened objects included.
    fn fields(&mut self, object: &'static Object, map: &Map<String, Value>) {
        for field in object.fields.iter().filter(|field| !field.flags.has(Flags::SKIP_IN)) {
            if field.flags.has(Flags::FLATTEN) {
                self.flattened(object, field, map);
            } else {
                self.field(field, map);
            }
        }
    }

    pub(super) fn field(&mut self, field: &'static Field, map: &Map<String, Value>) {
        let sent = std::iter::once(&field.name).chain(field.aliases).find_map(|name| Some((*name, map.get(*name)?)));
        let needed = !field.optional_in() || field.rules.iter().any(|rule| matches!(rule, Rule::Required));
        match sent {
            Some((name, value)) => {
                self.at(name, |walk| walk.secret(field.flags, |walk| walk.value(&field.node, field.rules, value)));
            }
            None if needed => self.at(field.name, Self::missing),
            None => {}
        }
    }

    /// A flattened field is read from the keys that no other field takes.
    fn flattened(&mut self, object: &'static Object, field: &'static Field, map: &Map<String, Value>) {
        // serde reads a flattened `Option` that does not fit as `None`.
        if field.node.is_optional() {
            return;
        }
        if let Node::Object(inner) = bare(&field.node) {
            return self.fields(inner, map);
        }
        let own = |key: &str| object.fields.iter().any(|other| takes(other, key));
        let rest = map.iter().filter(|(key, _)| !own(key)).map(|(key, value)| (key.clone(), value.clone()));
        self.value(&field.node, field.rules, &Value::Object(rest.collect()));
    }

    /// Records the keys that nothing takes.
    pub(super) fn unknown(&mut self, map: &Map<String, Value>, is_known: impl Fn(&str) -> bool) {
        for (key, value) in map.iter().filter(|(key, _)| !is_known(key)) {
            self.at(key.clone(), |walk| {
                walk.refuse("extra_forbidden", "Extra inputs are not permitted", value);
            });
        }
    }

    pub(super) fn map(&mut self, key: &'static Node, inner: &'static Node, value: &Value) -> bool {
        let Value::Object(map) = value else {
            return self.refuse("dict_type", "Input should be a valid dictionary", value);
        };
        for (name, value) in map {
            self.at(name.clone(), |walk| {
                walk.at(Segment::branch("[key]"), |walk| walk.key(key, name));
                walk.value(inner, &[], value);
            });
        }
        true
    }

    /// A key is a text, whatever the place of its map.
    fn key(&mut self, node: &'static Node, name: &str) {
        let mode = std::mem::replace(&mut self.mode, Mode::Text);
        self.value(node, &[], &text::scalar(node, name));
        self.mode = mode;
    }
}

/// Whether a field is read from this key, itself or through a flattened object.
fn takes(field: &'static Field, key: &str) -> bool {
    if field.flags.has(Flags::SKIP_IN) {
        return false;
    }
    if !field.flags.has(Flags::FLATTEN) {
        return is_named(field, key);
    }
    let mut taken = false;
    for_each_field(&field.node, &mut |inner| taken |= is_named(inner, key));
    taken
}
