//! A serde deserializer over a whole place of the request: every key of the query, every header field, every cookie.

use std::borrow::Cow;

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::{All, Mismatch, NotUtf8, Texts, cookie, form, header_text};
use crate::extract::Request;
use crate::problem::Place;
use crate::schema::{Field, Node};
use crate::validate::{field_of, for_each_field};

/// What was sent at one place: keys and texts, equal keys side by side, in the order sent.
#[derive(Debug)]
pub(crate) struct Entries<'a> {
    pairs: Vec<(Cow<'a, str>, Cow<'a, str>)>,
    /// The texts that are no UTF-8: their keys.
    broken: Vec<Cow<'a, str>>,
}

impl<'a> Entries<'a> {
    /// Reads what was sent at the place. `node` tells which header names stand for which fields.
    pub(crate) fn read(request: &'a Request, place: Place, node: &'static Node) -> Self {
        let mut entries = Self { pairs: Vec::new(), broken: Vec::new() };
        match place {
            Place::Path => entries.read_path(request),
            Place::Query => entries.read_query(request.uri().query().unwrap_or_default()),
            Place::Header => entries.read_headers(request, node),
            Place::Cookie => entries.read_cookies(request),
            Place::Body => {}
        }
        // Stable, so that repeated keys keep their order; sorted, so that finding repeats does not take quadratic time.
        entries.pairs.sort_by(|(a, _), (b, _)| a.cmp(b));
        entries
    }

    /// Keys whose texts are no UTF-8.
    pub(crate) fn broken(&self) -> &[Cow<'a, str>] {
        &self.broken
    }

    /// The entries of each key.
    pub(crate) fn by_key(&self) -> impl Iterator<Item = &[(Cow<'a, str>, Cow<'a, str>)]> {
        self.pairs.chunk_by(|(a, _), (b, _)| a == b)
    }

    fn push(&mut self, key: Cow<'a, str>, value: Result<Cow<'a, str>, NotUtf8>) {
        match value {
            Ok(value) => self.pairs.push((key, value)),
            Err(NotUtf8) => self.broken.push(key),
        }
    }

    fn read_path(&mut self, request: &'a Request) {
        for (index, name) in request.path_names().enumerate() {
            self.push(Cow::Borrowed(name), Ok(Cow::Borrowed(request.path_param(index))));
        }
    }

    fn read_query(&mut self, query: &'a str) {
        for (key, value) in form::pairs(query) {
            let Ok(key) = form::decode(key) else { continue };
            self.push(key, form::decode(value));
        }
    }

    fn read_headers(&mut self, request: &'a Request, node: &'static Node) {
        for (name, value) in request.headers() {
            let key = field_name(node, name.as_str()).unwrap_or_else(|| name.as_str());
            self.push(Cow::Borrowed(key), header_text(value).map(Cow::Borrowed));
        }
    }

    fn read_cookies(&mut self, request: &'a Request) {
        for (name, value) in cookie::pairs(request.headers()) {
            self.push(Cow::Borrowed(name), value.map(Cow::Borrowed));
        }
    }
}

/// The name serde knows for a header field: `user-agent` is the field `user_agent`.
fn field_name(node: &'static Node, header: &str) -> Option<&'static str> {
    let mut found = None;
    for_each_field(node, &mut |field: &'static Field| {
        let mut names = std::iter::once(&field.name).chain(field.aliases);
        if let Some(name) = names.find(|name| is_header(name, header)) {
            found = Some(*name);
        }
    });
    found
}

fn is_header(name: &str, header: &str) -> bool {
    let hyphened = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    name.len() == header.len() && name.bytes().zip(header.bytes()).all(|(a, b)| hyphened(a) == b)
}

/// The entries as one object.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    rest: &'a [(Cow<'a, str>, Cow<'a, str>)],
    current: &'a [(Cow<'a, str>, Cow<'a, str>)],
    node: &'static Node,
}

impl<'a> Group<'a> {
    pub(crate) fn new(entries: &'a Entries<'a>, node: &'static Node) -> Self {
        Self { rest: &entries.pairs, current: &[], node }
    }
}

impl<'de> Deserializer<'de> for Group<'_> {
    type Error = Mismatch;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_map(self)
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

impl<'de> MapAccess<'de> for Group<'_> {
    type Error = Mismatch;

    fn next_key_seed<K: de::DeserializeSeed<'de>>(&mut self, seed: K) -> Result<Option<K::Value>, Mismatch> {
        let Some((key, _)) = self.rest.first() else { return Ok(None) };
        let count = self.rest.iter().take_while(|(other, _)| other == key).count();
        (self.current, self.rest) = self.rest.split_at(count);
        seed.deserialize(de::value::StrDeserializer::new(key)).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        let (key, last) = self.current.last().expect("serde asks for a value after a key, and a key has an entry");
        let node = field_of(self.node, key).map_or(&Node::Any, |field| &field.node);
        seed.deserialize(Texts { last: Cow::Borrowed(last), all: All::Entries(self.current), node })
    }
}
