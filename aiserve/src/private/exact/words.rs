//! Enums with words: `"Word"`, never `{"Word": null}`.

use std::fmt;

use serde::de::value::StrDeserializer;
use serde::de::{
    DeserializeSeed, Deserializer, EnumAccess, Error, IntoDeserializer, MapAccess, Unexpected, VariantAccess, Visitor,
};

use super::fields::ByName;
use super::no_other_calls;

/// Reads an enum of words alone.
#[derive(Debug)]
pub struct Words<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for Words<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if self.0.is_human_readable() {
            self.0.deserialize_str(Word(visitor))
        } else {
            self.0.deserialize_enum(name, variants, visitor)
        }
    }

    no_other_calls! { struct map }
}

struct Word<V>(V);

impl<'de, V: Visitor<'de>> Visitor<'de> for Word<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn visit_str<E: Error>(self, word: &str) -> Result<V::Value, E> {
        let word: StrDeserializer<'_, E> = word.into_deserializer();
        self.0.visit_enum(word)
    }
}

/// Reads an externally tagged enum of which some variants are words and some have content.
#[derive(Debug)]
pub struct WordsAndVariants<D>(pub D);

impl<'de, D: Deserializer<'de>> Deserializer<'de> for WordsAndVariants<D> {
    type Error = D::Error;

    fn deserialize_any<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, D::Error> {
        self.0.deserialize_any(visitor)
    }

    #[inline]
    fn deserialize_enum<V: Visitor<'de>>(
        self,
        name: &'static str,
        variants: &'static [&'static str],
        visitor: V,
    ) -> Result<V::Value, D::Error> {
        if self.0.is_human_readable() {
            self.0.deserialize_any(WordOrVariant(visitor))
        } else {
            self.0.deserialize_enum(name, variants, visitor)
        }
    }

    no_other_calls! { struct map }
}

/// A visitor of an externally tagged enum, told of a text or an object of one key.
pub(super) struct WordOrVariant<V>(pub(super) V);

impl<'de, V: Visitor<'de>> Visitor<'de> for WordOrVariant<V> {
    type Value = V::Value;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.expecting(f)
    }

    #[inline]
    fn visit_str<E: Error>(self, word: &str) -> Result<V::Value, E> {
        Word(self.0).visit_str(word)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, map: A) -> Result<V::Value, A::Error> {
        // That there is no second key is checked by whoever reads the map.
        self.0.visit_enum(FirstKey(map))
    }
}

struct FirstKey<A>(A);

impl<'de, A: MapAccess<'de>> EnumAccess<'de> for FirstKey<A> {
    type Error = A::Error;
    type Variant = Value<A>;

    #[inline]
    fn variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<(S::Value, Value<A>), A::Error> {
        match self.0.next_key_seed(seed)? {
            Some(name) => Ok((name, Value(self.0))),
            None => Err(A::Error::invalid_type(Unexpected::Map, &"an object with one key")),
        }
    }
}

/// The value of the key that names a variant.
struct Value<A>(A);

impl<'de, A: MapAccess<'de>> VariantAccess<'de> for Value<A> {
    type Error = A::Error;

    fn unit_variant(self) -> Result<(), A::Error> {
        Err(A::Error::invalid_type(Unexpected::Map, &"a text"))
    }

    #[inline]
    fn newtype_variant_seed<S: DeserializeSeed<'de>>(mut self, seed: S) -> Result<S::Value, A::Error> {
        self.0.next_value_seed(seed)
    }

    #[inline]
    fn tuple_variant<V: Visitor<'de>>(mut self, length: usize, visitor: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(Tuple { length, visitor })
    }

    #[inline]
    fn struct_variant<V: Visitor<'de>>(mut self, _: &'static [&'static str], visitor: V) -> Result<V::Value, A::Error> {
        self.0.next_value_seed(Object(visitor))
    }
}

struct Tuple<V> {
    length: usize,
    visitor: V,
}

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Tuple<V> {
    type Value = V::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_tuple(self.length, self.visitor)
    }
}

struct Object<V>(V);

impl<'de, V: Visitor<'de>> DeserializeSeed<'de> for Object<V> {
    type Value = V::Value;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<V::Value, D::Error> {
        deserializer.deserialize_map(ByName(self.0))
    }
}
