//! The mistakes of one part of a request, found after that part was refused.

use garde::Report;
use serde_json::{Map, Value};

use super::look::object;
use super::walk::{Mode, Walk};
use super::{json, report, text};
use crate::describe::Param;
use crate::extract::{Entries, Request, Texts, find};
use crate::problem::{Fault, Place, Segment};
use crate::schema::{Node, Rule};

/// Why a part was refused, as far as it is known.
#[derive(Debug)]
pub(crate) enum Cause {
    /// It was not sent, or is no text.
    Unreadable,
    /// serde's words.
    Undecoded(String),
    /// The rules that the decoded value breaks.
    Broken(Report),
}

/// What a value is walked against.
#[derive(Clone, Copy)]
pub(super) struct Wanted {
    pub(super) node: &'static Node,
    pub(super) rules: &'static [Rule],
}

/// Records the mistakes of one parameter.
#[cold]
pub(crate) fn param(request: &mut Request, param: &'static Param, cause: &Cause) {
    let field = &param.field;
    let mut walk = walk(request, Mode::Text, param.place);
    let texts = find(request, param);
    walk.at(field.name, |walk| match &texts {
        Err(_) => not_utf8(walk),
        Ok(None) => walk.missing(),
        Ok(Some(texts)) => walk.secret(field.flags, |walk| {
            let Some(value) = sent(walk, texts) else { return };
            walk.value(&field.node, field.rules, &value);
            let start = [place(param.place), field.name.into()];
            explain(walk, Wanted { node: &field.node, rules: field.rules }, &start, &value, cause);
        }),
    });
    record(request, walk);
}

/// Records the mistakes of a whole place, read as one object.
#[cold]
pub(crate) fn group(request: &mut Request, place: Place, node: &'static Node, cause: &Cause) {
    let mut walk = walk(request, Mode::Text, place);
    let entries = Entries::read(request, place, node);
    let value = members(&mut walk, &entries);
    let wanted = Wanted { node, rules: &[] };
    walk.value(node, &[], &value);
    explain(&mut walk, wanted, &[self::place(place)], &value, cause);
    if place == Place::Header {
        walk.faults.iter_mut().for_each(hyphenate);
    }
    record(request, walk);
}

/// What was sent for the names of an object, as JSON.
fn members(walk: &mut Walk, entries: &Entries<'_>) -> Value {
    for key in entries.broken() {
        walk.at(key.clone().into_owned(), not_utf8);
    }
    let mut map = Map::new();
    for (name, texts) in entries.by_name() {
        if let Some(value) = walk.at(name.to_owned(), |walk| sent(walk, &texts)) {
            map.insert(name.to_owned(), value);
        }
    }
    Value::Object(map)
}

/// What was sent for a parameter, as JSON, unless it is no UTF-8.
fn sent(walk: &mut Walk, texts: &Texts<'_>) -> Option<Value> {
    if let Some(entries) = texts.inside() {
        return Some(members(walk, &entries));
    }
    let all = texts.all();
    if all.is_err() {
        not_utf8(walk);
    }
    Some(text::value(texts.node, &all.ok()?))
}

/// Records the mistakes of the path's parameters, read as one object, one list or one value.
#[cold]
pub(crate) fn path(request: &mut Request, node: &'static Node, cause: &Cause) {
    if object(node).is_some() {
        return group(request, Place::Path, node, cause);
    }
    let names: Vec<_> = request.path_names().collect();
    let mut walk = walk(request, Mode::Text, Place::Path);
    for (index, name) in names.iter().enumerate() {
        let node = match super::bare(node) {
            Node::Tuple(places) => places.get(index).unwrap_or(&Node::Any),
            Node::Fixed(element, _) | Node::Array(element) => element,
            _ => node,
        };
        let value = text::scalar(node, request.path_param(index));
        walk.at(*name, |walk| {
            walk.value(node, &[], &value);
        });
    }
    if walk.faults.is_empty() {
        walk.faults.push(unexplained(vec![place(Place::Path)], cause));
    }
    record(request, walk);
}

/// Records that the body was not sent.
#[cold]
pub(crate) fn absent(request: &mut Request) {
    let mut walk = walk(request, Mode::Json, Place::Body);
    walk.missing();
    record(request, walk);
}

/// Records that the body is not JSON but something else: `raw`, if it was read.
#[cold]
pub(crate) fn misplaced(request: &mut Request, node: &'static Node, raw: &[u8]) {
    let value = Value::String(String::from_utf8_lossy(raw).into_owned());
    let mut walk = walk(request, Mode::Json, Place::Body);
    if walk.value(node, &[], &value) {
        let message = "Input should be JSON, sent as `application/json`";
        walk.refuse("model_attributes_type", message, &value);
    }
    keep(request, value);
    record(request, walk);
}

/// Records the mistakes of a JSON body.
#[cold]
pub(crate) fn body(request: &mut Request, node: &'static Node, bytes: &[u8], cause: &Cause) {
    match json::parse(bytes) {
        Ok(value) => body_value(request, node, value, cause),
        Err(fault) => request.fault(*fault),
    }
}

/// Records the mistakes of a `MessagePack` body: its value, or why it has none that JSON has too.
#[cfg(feature = "msgpack")]
#[cold]
pub(crate) fn unpacked(request: &mut Request, node: &'static Node, value: Result<Value, String>, cause: &Cause) {
    match value {
        Ok(value) => body_value(request, node, value, cause),
        Err(reason) => {
            let message = format!("MessagePack decode error: {reason}");
            request.fault(Fault::new("msgpack_invalid", vec![place(Place::Body)], message).with("error", reason));
        }
    }
}

fn body_value(request: &mut Request, node: &'static Node, value: Value, cause: &Cause) {
    let mut walk = walk(request, Mode::Json, Place::Body);
    walk.value(node, &[], &value);
    explain(&mut walk, Wanted { node, rules: &[] }, &[place(Place::Body)], &value, cause);
    keep(request, value);
    record(request, walk);
}

/// Adds what the walk cannot see; what was refused must have at least one mistake.
pub(super) fn explain(walk: &mut Walk, wanted: Wanted, start: &[Segment], value: &Value, cause: &Cause) {
    if let Cause::Broken(report) = cause {
        report::merge(walk, wanted.node, wanted.rules, start, value, report);
    }
    if walk.faults.is_empty() {
        walk.faults.push(unexplained(start.to_vec(), cause));
    }
}

fn unexplained(loc: Vec<Segment>, cause: &Cause) -> Fault {
    let reason = match cause {
        Cause::Undecoded(reason) => json::without_values(reason),
        Cause::Unreadable | Cause::Broken(_) => "the value is not accepted",
    };
    Fault::new("value_error", loc, format!("Value error, {reason}"))
}

pub(super) fn walk(request: &Request, mode: Mode, part: Place) -> Walk {
    Walk::new(mode, vec![place(part)], request.settings().echo_input)
}

pub(super) fn place(place: Place) -> Segment {
    place.name().into()
}

pub(super) fn not_utf8(walk: &mut Walk) {
    let message = "Input should be a valid string, unable to parse raw data as a unicode string";
    let fault = walk.fault("string_unicode", message);
    walk.faults.push(fault);
}

/// The names of header fields have hyphens where those of Rust fields have underscores.
fn hyphenate(fault: &mut Fault) {
    if let Some(Segment::Key(name)) = fault.loc.get_mut(1)
        && name.contains('_')
    {
        *name = name.replace('_', "-").into();
    }
}

pub(super) fn keep(request: &mut Request, value: Value) {
    if request.settings().on_invalid.is_some() {
        request.keep_sent(value);
    }
}

pub(super) fn record(request: &mut Request, walk: Walk) {
    for fault in walk.faults {
        request.fault(fault);
    }
}
