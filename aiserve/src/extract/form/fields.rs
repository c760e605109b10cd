//! The fields of a form, and the value they are.

use serde::de::{self, DeserializeOwned, DeserializeSeed, Deserializer, Error as _, MapAccess, SeqAccess, Visitor};
use serde::forward_to_deserialize_any;

#[cfg(feature = "multipart")]
use super::file::{self, File};
use crate::extract::params::{Mismatch, Texts, form};
use crate::schema::{Node, Shape, Tagging};
use crate::validate::{Leaf, bare, field_of, leaf};

/// What a form holds: equal names side by side, in the order sent.
#[derive(Debug, Default)]
pub(crate) struct Fields {
    list: Vec<Field>,
    /// Names of texts that are no UTF-8.
    pub(crate) broken: Vec<String>,
}

/// One field, or one part.
#[derive(Debug)]
pub(crate) struct Field {
    pub(crate) name: String,
    pub(crate) sent: Sent,
}

/// What a field holds.
#[derive(Debug)]
pub(crate) enum Sent {
    Text(String),
    /// A text that says of itself that it is JSON.
    #[cfg(feature = "multipart")]
    Json(String),
    #[cfg(feature = "multipart")]
    File(File),
}

impl Fields {
    pub(super) fn of_urlencoded(bytes: &[u8]) -> Self {
        let mut fields = Self::default();
        for pair in bytes.split(|&byte| byte == b'&').filter(|pair| !pair.is_empty()) {
            let (name, value) = match pair.iter().position(|&byte| byte == b'=') {
                Some(equals) => (&pair[..equals], &pair[equals + 1..]),
                None => (pair, &[][..]),
            };
            let Some(name) = text(name) else { continue };
            match text(value) {
                Some(value) => fields.push(name, Sent::Text(value)),
                None => fields.broken.push(name),
            }
        }
        fields
    }

    pub(super) fn push(&mut self, name: String, sent: Sent) {
        self.list.push(Field { name, sent });
    }

    /// Drops what counts as not sent, and puts equal names side by side.
    pub(super) fn settle(&mut self, node: &'static Node) {
        let is_list = |name: &str| field_of(node, name).is_none_or(|field| leaf(&field.node) == Leaf::List);
        self.list.retain(|field| match &field.sent {
            Sent::Text(text) => !text.is_empty() || is_list(&field.name),
            #[cfg(feature = "multipart")]
            Sent::Json(_) => true,
            #[cfg(feature = "multipart")]
            Sent::File(file) => !file.is_unselected(),
        });
        // Stable, so that repeated names keep their order.
        self.list.sort_by(|a, b| a.name.cmp(&b.name));
    }

    /// The fields of each name.
    pub(crate) fn by_name(&self) -> impl Iterator<Item = &[Field]> {
        self.list.chunk_by(|a, b| a.name == b.name)
    }

    pub(super) fn decode<T: DeserializeOwned>(&self, node: &'static Node) -> Result<T, Mismatch> {
        T::deserialize(Whole { rest: &self.list, current: &[], node })
    }
}

/// A name or value of an urlencoded form, if it is a text.
fn text(sent: &[u8]) -> Option<String> {
    form::decode(std::str::from_utf8(sent).ok()?).ok().map(std::borrow::Cow::into_owned)
}

/// Whether a field of this schema is JSON: an object, or something only JSON can tell.
pub(crate) fn is_json(node: &'static Node) -> bool {
    match bare(node) {
        Node::Any | Node::Object(_) | Node::Map(..) => true,
        Node::Union(union) => {
            union.tagging != Tagging::External || union.variants.iter().any(|variant| variant.shape != Shape::Unit)
        }
        _ => false,
    }
}

/// The schema of a list's elements.
pub(crate) fn element(node: &'static Node, index: usize) -> &'static Node {
    match bare(node) {
        Node::Array(element) | Node::Set(element) | Node::Fixed(element, _) => element,
        Node::Tuple(places) => places.get(index).unwrap_or(&Node::Any),
        _ => &Node::Any,
    }
}

/// All fields, as one object.
struct Whole<'a> {
    rest: &'a [Field],
    current: &'a [Field],
    node: &'static Node,
}

impl<'de> Deserializer<'de> for Whole<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(self)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        if self.rest.is_empty() { visitor.visit_none() } else { visitor.visit_some(self) }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

impl<'de> MapAccess<'de> for Whole<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some(first) = self.rest.first() else { return Ok(None) };
        let count = self.rest.iter().take_while(|other| other.name == first.name).count();
        (self.current, self.rest) = self.rest.split_at(count);
        seed.deserialize(de::value::StrDeserializer::new(&first.name)).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, Mismatch> {
        let last = self.current.last().expect("serde asks for a value after a key, and a key has a field");
        let node = field_of(self.node, &last.name).map_or(&Node::Any, |field| &field.node);
        if leaf(node) == Leaf::List {
            return seed.deserialize(Several { list: self.current, node });
        }
        let is_known = field_of(self.node, &last.name).is_some();
        one(&last.sent, node, is_known && is_json(node), seed)
    }
}

/// One value.
fn one<'de, S: DeserializeSeed<'de>>(
    sent: &Sent,
    node: &'static Node,
    is_json: bool,
    seed: S,
) -> Result<S::Value, Mismatch> {
    match sent {
        Sent::Text(text) if is_json => json(text, seed),
        Sent::Text(text) => seed.deserialize(Texts::single(text, node)),
        #[cfg(feature = "multipart")]
        Sent::Json(text) => json(text, seed),
        #[cfg(feature = "multipart")]
        Sent::File(file) => seed.deserialize(file::Handed(file)),
    }
}

/// The value that a text is as JSON.
fn json<'de, S: DeserializeSeed<'de>>(text: &str, seed: S) -> Result<S::Value, Mismatch> {
    // Owned values: the text does not live as long as what serde may borrow.
    let value: serde_json::Value = serde_json::from_str(text).map_err(Mismatch::custom)?;
    seed.deserialize(value).map_err(Mismatch::custom)
}

/// All values of one name.
struct Several<'a> {
    list: &'a [Field],
    node: &'static Node,
}

impl<'de> Deserializer<'de> for Several<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let mut each = Each { list: self.list, node: self.node, index: 0 };
        let value = visitor.visit_seq(&mut each)?;
        if each.index == each.list.len() { Ok(value) } else { Err(Mismatch::custom("expected fewer values")) }
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_some(self)
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct seq tuple
        tuple_struct map struct enum identifier ignored_any
    }
}

struct Each<'a> {
    list: &'a [Field],
    node: &'static Node,
    index: usize,
}

impl<'de> SeqAccess<'de> for &mut Each<'_> {
    type Error = Mismatch;

    fn next_element_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, Mismatch> {
        let Some(field) = self.list.get(self.index) else { return Ok(None) };
        let node = element(self.node, self.index);
        self.index += 1;
        one(&field.sent, node, is_json(node), seed).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.list.len() - self.index)
    }
}
