//! Structs: an object, never a list.

use std::fmt;

use serde::de::{Deserializer, MapAccess, Visitor};

use super::no_other_calls;

/// Reads a struct with named fields.
#[derive(Debug)]
pub struct Fields<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Fields<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    #[inline]
    fn deserialize_struct<V: Visitor<'de>>(
        self,
        name: &'static str,
        fields: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if self.0.is_human_readable() {
            self.0.deserialize_struct(name, fields, ByName(visitor))
        } else {
            self.0.deserialize_struct(name, fields, visitor)
        }
    }

    /// Of a struct with flattened fields.
    #[inline]
    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_map(visitor)
    }

    no_other_calls! { enum }
}

/// A visitor of a struct that is not told of lists, which it would take.
pub(crate) struct ByName<V>(pub(crate) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for ByName<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        self.0.visit_map(map)
    }
}
