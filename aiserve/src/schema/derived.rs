//! What the code written by `#[derive(Schema)]` and `#[payload]` leans on.

use garde::error::Path;
use serde::Serialize;
use serde_json::Value;

use super::{Definition, Field, Flags, Node, Schema, Shape, Tagging, Union};

/// A type with a component of its own. Implemented by the derive alone.
pub trait Named: Schema {
    /// The component.
    const DEFINITION: &'static Definition;
}

/// A reference to the component of `T`. A function pointer in between breaks the cycles of recursive types.
pub const fn by_ref<T: Named>() -> Node {
    Node::Ref(definition::<T>)
}

fn definition<T: Named>() -> &'static Definition {
    T::DEFINITION
}

/// A field without a default that serde's derive reads.
///
/// # Panics
/// At compile time, if the type needs a default there.
#[track_caller]
pub const fn needed<T: Schema>() -> Field {
    assert!(
        !T::BY_NAME,
        "serde's derive reads this type only where the field has a default: put `#[serde(default)]` on the field"
    );
    T::FIELD
}

/// A default that is documented and not filled in.
///
/// # Panics
/// At compile time, if the type has no value for a field that was not sent.
#[track_caller]
pub const fn documented<T: Schema>(default: fn() -> Option<Value>) -> fn() -> Option<Value> {
    assert!(
        T::BY_NAME,
        "only a `Patch` has a default that is documented alone: write `#[payload(default = ..)]` or `#[serde(default)]`"
    );
    default
}

/// The step from a value to one inside it, on the path of a mistake.
pub trait Step: Copy {
    /// The path of the value inside, from that of the one around it.
    fn from(self, parent: &mut dyn FnMut() -> Path) -> Path;
}

/// A field.
impl Step for &'static str {
    fn from(self, parent: &mut dyn FnMut() -> Path) -> Path {
        parent().join(self)
    }
}

/// A place in a list.
impl Step for usize {
    fn from(self, parent: &mut dyn FnMut() -> Path) -> Path {
        parent().join(self)
    }
}

/// No step: the value inside is the whole value on the wire.
impl Step for () {
    fn from(self, parent: &mut dyn FnMut() -> Path) -> Path {
        parent()
    }
}

/// A value as JSON, as the wire has it; `None` for what cannot be written as JSON.
fn shown<T: Serialize + ?Sized>(value: &T) -> Option<Value> {
    // Through text, because a value made directly shows an `f32` with the digits of an `f64`.
    serde_json::to_string(value).ok().and_then(|text| serde_json::from_str(&text).ok())
}

/// An example as JSON.
pub fn example<T: Serialize + ?Sized>(value: &T) -> Value {
    shown(value).unwrap_or_default()
}

/// A key of an object as serde writes it.
pub fn key<T: Serialize + ?Sized>(value: &T) -> String {
    match shown(value) {
        Some(Value::String(text)) => text,
        Some(other) => other.to_string(),
        None => String::new(),
    }
}

/// A default value that may or may not be serialisable: `(&Shown(&value)).shown()` picks by method resolution.
#[derive(Debug)]
pub struct Shown<'a, T: ?Sized>(pub &'a T);

/// Picked for types that are `Serialize`.
pub trait ShownBySerialize {
    /// The value as JSON.
    fn shown(&self) -> Option<Value>;
}

impl<T: Serialize + ?Sized> ShownBySerialize for Shown<'_, T> {
    fn shown(&self) -> Option<Value> {
        shown(self.0)
    }
}

/// Picked for all other types, one reference further away.
pub trait ShownAsNothing {
    /// Nothing.
    fn shown(&self) -> Option<Value> {
        None
    }
}

impl<T: ?Sized> ShownAsNothing for &Shown<'_, T> {}

/// Refuses to compile a flattened field that serde cannot read and write: one that is no object.
pub const fn flattens(body: &Node, message: &'static str) {
    assert!(is_object(body, true), "{}", message);
}

/// Refuses to compile a variant that has no place for an internal tag.
pub const fn holds_tag(body: &Node, message: &'static str) {
    assert!(is_object(body, false), "{}", message);
}

const fn is_object(node: &Node, or_nothing: bool) -> bool {
    match node {
        Node::Any | Node::Null | Node::Map(..) | Node::Object(_) | Node::Ref(_) => true,
        Node::Union(union) => !has_words(union),
        Node::Option(inner) => or_nothing && is_object(inner, or_nothing),
        Node::With(inner, _) => is_object(inner, or_nothing),
        Node::Split(read, written) => is_object(read, or_nothing) && is_object(written, or_nothing),
        _ => false,
    }
}

/// Whether some values of an enum are texts.
const fn has_words(union: &Union) -> bool {
    let mut index = 0;
    while index < union.variants.len() {
        let variant = &union.variants[index];
        let is_on_wire = !variant.flags.has(Flags::SKIP_IN.and(Flags::SKIP_OUT));
        if is_on_wire && matches!(union.tagging, Tagging::External) && matches!(variant.shape, Shape::Unit) {
            return true;
        }
        index += 1;
    }
    false
}

/// A whole number as constant text, for the names of types with constant arguments.
#[derive(Debug)]
pub struct Digits {
    bytes: [u8; 40],
    start: usize,
}

impl Digits {
    /// The digits of a number.
    pub const fn of(number: i128) -> Self {
        let (mut bytes, mut start, mut rest) = ([0; 40], 40, number.unsigned_abs());
        loop {
            start -= 1;
            bytes[start] = b'0' + (rest % 10) as u8;
            rest /= 10;
            if rest == 0 {
                break;
            }
        }
        if number < 0 {
            start -= 1;
            bytes[start] = b'-';
        }
        Self { bytes, start }
    }

    /// The text.
    pub const fn text(&'static self) -> &'static str {
        match std::str::from_utf8(self.bytes.split_at(self.start).1) {
            Ok(text) => text,
            Err(_) => panic!("digits are ASCII"),
        }
    }
}
