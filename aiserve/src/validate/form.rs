//! The mistakes of a form, found after it was refused: each field is walked as the text, JSON or file that it is.

use serde_json::{Map, Value};

use super::look::{for_each_field, is_named, object};
use super::request::{Cause, Wanted, explain, keep, not_utf8, place, record, walk};
use super::walk::{Mode, Walk};
use super::{json, text};
use crate::extract::Request;
use crate::extract::form::{Fields, Sent, element, is_json};
use crate::problem::{Place, Segment};
use crate::schema::{Field, Node};
use crate::validate::{Leaf, leaf};

/// Records the mistakes of a form.
#[cold]
pub(crate) fn form(request: &mut Request, node: &'static Node, fields: &Fields, cause: &Cause) {
    let mut walk = walk(request, Mode::Text, Place::Body);
    let mut map = Map::new();
    let mut modes = Vec::new();
    for name in &fields.broken {
        walk.at(name.clone(), not_utf8);
    }
    for list in fields.by_name() {
        let name = &list[0].name;
        let known = super::field_of(node, name).map(|field| &field.node);
        let mut read = |sent: &Sent, node: &'static Node| value(&mut walk, name, sent, known.map(|_| node));
        let (value, mode) = match known.filter(|node| leaf(node) == Leaf::List) {
            Some(node) => {
                let each = list.iter().enumerate().map(|(index, field)| read(&field.sent, element(node, index)));
                let each: Vec<_> = each.collect();
                let mode = each.first().map_or(Mode::Text, |(_, mode)| *mode);
                (each.into_iter().map(|(value, _)| value).collect(), mode)
            }
            None => read(&list[list.len() - 1].sent, known.unwrap_or(&Node::Any)),
        };
        map.insert(name.clone(), value);
        modes.push((name.clone(), mode));
    }
    let is_refused = |walk: &Walk, field: &Field| {
        let named = |fault: &crate::problem::Fault| matches!(fault.loc.get(1), Some(Segment::Key(name)) if is_named(field, name));
        walk.faults.iter().any(named)
    };
    if let Some(object) = object(node) {
        for_each_field(node, &mut |field| {
            if !is_refused(&walk, field) {
                let mode = modes.iter().find(|(name, _)| is_named(field, name)).map_or(Mode::Text, |(_, mode)| *mode);
                walk.mode = mode;
                walk.field(field, &map);
            }
        });
        if object.deny_unknown {
            walk.unknown(&map, |key| super::field_of(node, key).is_some());
        }
    } else {
        walk.value(node, &[], &Value::Object(map.clone()));
    }
    walk.mode = Mode::Text;
    let value = Value::Object(map);
    explain(&mut walk, Wanted { node, rules: &[] }, &[place(Place::Body)], &value, cause);
    keep(request, value);
    record(request, walk);
}

/// What one value of a field is, and how it is walked. `node` is that of a field that is known.
fn value(walk: &mut Walk, name: &str, sent: &Sent, node: Option<&'static Node>) -> (Value, Mode) {
    match sent {
        Sent::Text(sent) => match node {
            Some(node) if is_json(node) => parsed(walk, name, sent),
            Some(node) => (text::scalar(node, sent), Mode::Text),
            None => (Value::String(sent.clone()), Mode::Text),
        },
        #[cfg(feature = "multipart")]
        Sent::Json(sent) => parsed(walk, name, sent),
        // What a file holds is not echoed: an object without parts is enough to tell it from a text.
        #[cfg(feature = "multipart")]
        Sent::File(_) => (Value::Object(Map::new()), Mode::Text),
    }
}

/// The value of a text that should be JSON, or `null` if it is none, which is recorded.
fn parsed(walk: &mut Walk, name: &str, text: &str) -> (Value, Mode) {
    let value = json::parse(text.as_bytes()).unwrap_or_else(|mut fault| {
        fault.loc.insert(1, name.to_owned().into());
        walk.faults.push(*fault);
        Value::Null
    });
    (value, Mode::Json)
}
