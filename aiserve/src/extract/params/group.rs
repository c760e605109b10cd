//! A serde deserializer over a whole place of the request, or an object in a query: each name is a field.

use serde::de::{self, Deserializer, MapAccess, Visitor};
use serde::forward_to_deserialize_any;

use super::entries::ByName;
use super::{Entries, Mismatch, Texts};

/// The entries as one object.
#[derive(Debug)]
pub(crate) struct Group<'a> {
    names: ByName<'a>,
    current: Option<Texts<'a>>,
}

impl<'a> Group<'a> {
    pub(crate) fn new(entries: &'a Entries<'a>) -> Self {
        Self { names: entries.by_name(), current: None }
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
        let Some((name, texts)) = self.names.next() else { return Ok(None) };
        self.current = Some(texts);
        seed.deserialize(de::value::StrDeserializer::new(name)).map(Some)
    }

    fn next_value_seed<V: de::DeserializeSeed<'de>>(&mut self, seed: V) -> Result<V::Value, Mismatch> {
        seed.deserialize(self.current.take().expect("serde asks for a value after a key, and a key has an entry"))
    }
}
