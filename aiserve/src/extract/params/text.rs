//! A serde deserializer over the texts of one parameter, guided by what the type asks for.

use std::borrow::Cow;

use serde::de::value::StrDeserializer;
use serde::de::{self, Deserializer, EnumAccess, IntoDeserializer, SeqAccess, VariantAccess, Visitor};

use super::{All, Group, Mismatch, words};
use crate::schema::Node;
use crate::validate::{Leaf, leaf};

/// The texts of one parameter. Scalars take the last one, lists all of them.
#[derive(Debug)]
pub(crate) struct Texts<'a> {
    pub(crate) last: Cow<'a, str>,
    pub(super) all: All<'a>,
    /// Consulted where serde asks for anything (`flatten`, untagged enums) or for an object.
    pub(crate) node: &'static Node,
}

macro_rules! parsed {
    ($($method:ident $visit:ident $parse:ident $what:literal)*) => {$(
        fn $method<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
            match words::$parse(&self.last) {
                Some(value) => visitor.$visit(value),
                None => Err(Mismatch::expected($what)),
            }
        }
    )*};
}

impl<'de> Deserializer<'de> for Texts<'_> {
    type Error = Mismatch;

    parsed! {
        deserialize_bool visit_bool boolean "a boolean"
        deserialize_i8 visit_i8 whole "a whole number"
        deserialize_i16 visit_i16 whole "a whole number"
        deserialize_i32 visit_i32 whole "a whole number"
        deserialize_i64 visit_i64 whole "a whole number"
        deserialize_i128 visit_i128 whole "a whole number"
        deserialize_u8 visit_u8 whole "a whole number"
        deserialize_u16 visit_u16 whole "a whole number"
        deserialize_u32 visit_u32 whole "a whole number"
        deserialize_u64 visit_u64 whole "a whole number"
        deserialize_u128 visit_u128 whole "a whole number"
        deserialize_f32 visit_f32 single "a number"
        deserialize_f64 visit_f64 double "a number"
        deserialize_char visit_char character "one character"
    }

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match leaf(self.node) {
            Leaf::List => self.deserialize_seq(visitor),
            Leaf::Object => self.deserialize_map(visitor),
            Leaf::Bool if words::boolean(&self.last).is_some() => self.deserialize_bool(visitor),
            Leaf::Integer => match (words::whole::<u64>(&self.last), words::whole::<i64>(&self.last)) {
                (Some(value), _) => visitor.visit_u64(value),
                (None, Some(value)) => visitor.visit_i64(value),
                (None, None) => self.deserialize_string(visitor),
            },
            Leaf::Number => match words::double(&self.last) {
                Some(value) => visitor.visit_f64(value),
                None => self.deserialize_string(visitor),
            },
            Leaf::Bool | Leaf::Text => self.deserialize_string(visitor),
        }
    }

    fn deserialize_str<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_str(&self.last)
    }

    fn deserialize_string<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.last {
            Cow::Borrowed(text) => visitor.visit_str(text),
            Cow::Owned(text) => visitor.visit_string(text),
        }
    }

    fn deserialize_bytes<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_bytes(self.last.as_bytes())
    }

    fn deserialize_byte_buf<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_bytes(visitor)
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_some(self)
    }

    fn deserialize_unit<V: Visitor<'de>>(self, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch::expected("nothing"))
    }

    fn deserialize_unit_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_unit(visitor)
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, _: &'static str, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_newtype_struct(self)
    }

    fn deserialize_seq<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        let node = element(self.node);
        let mut each = Each { items: self.all.texts(self.last)?.into_iter(), node };
        let value = visitor.visit_seq(&mut each)?;
        if each.items.len() == 0 { Ok(value) } else { Err(Mismatch::expected("fewer values")) }
    }

    fn deserialize_tuple<V: Visitor<'de>>(self, _: usize, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_tuple_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: usize,
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_seq(visitor)
    }

    fn deserialize_map<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        match self.inside() {
            Some(entries) if entries.broken().is_empty() => visitor.visit_map(Group::new(&entries)),
            Some(_) => Err(Mismatch::expected("UTF-8")),
            None => Err(Mismatch::expected("a single value, not an object")),
        }
    }

    fn deserialize_struct<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        self.deserialize_map(visitor)
    }

    fn deserialize_enum<V: Visitor<'de>>(
        self,
        _: &'static str,
        _: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, Mismatch> {
        visitor.visit_enum(Word(&self.last))
    }

    fn deserialize_identifier<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        self.deserialize_str(visitor)
    }

    fn deserialize_ignored_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, Mismatch> {
        visitor.visit_unit()
    }
}

fn element(node: &'static Node) -> &'static Node {
    match node {
        Node::Array(inner) | Node::Set(inner) | Node::Fixed(inner, _) => inner,
        Node::Option(inner) | Node::With(inner, _) => element(inner),
        _ => &Node::Any,
    }
}

/// The elements of a list: one text each.
struct Each<'a> {
    items: std::vec::IntoIter<Cow<'a, str>>,
    node: &'static Node,
}

impl<'de> SeqAccess<'de> for &mut Each<'_> {
    type Error = Mismatch;

    fn next_element_seed<T: de::DeserializeSeed<'de>>(&mut self, seed: T) -> Result<Option<T::Value>, Mismatch> {
        let Some(last) = self.items.next() else { return Ok(None) };
        seed.deserialize(Texts { last, all: All::Single, node: self.node }).map(Some)
    }

    fn size_hint(&self) -> Option<usize> {
        Some(self.items.len())
    }
}

/// A unit variant.
struct Word<'a>(&'a str);

impl<'de> EnumAccess<'de> for Word<'_> {
    type Error = Mismatch;
    type Variant = Self;

    fn variant_seed<V: de::DeserializeSeed<'de>>(self, seed: V) -> Result<(V::Value, Self), Mismatch> {
        let name: StrDeserializer<'_, Mismatch> = self.0.into_deserializer();
        Ok((seed.deserialize(name)?, self))
    }
}

impl<'de> VariantAccess<'de> for Word<'_> {
    type Error = Mismatch;

    fn unit_variant(self) -> Result<(), Mismatch> {
        Ok(())
    }

    fn newtype_variant_seed<T: de::DeserializeSeed<'de>>(self, _: T) -> Result<T::Value, Mismatch> {
        Err(Mismatch::expected("a variant without content"))
    }

    fn tuple_variant<V: Visitor<'de>>(self, _: usize, _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch::expected("a variant without content"))
    }

    fn struct_variant<V: Visitor<'de>>(self, _: &'static [&'static str], _: V) -> Result<V::Value, Mismatch> {
        Err(Mismatch::expected("a variant without content"))
    }
}
