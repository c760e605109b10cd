//! Enums of words: a text, and a variant only in formats that people do not read.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{DeserializeSeed, Deserializer, EnumAccess, Error, Unexpected, VariantAccess, Visitor};
use serde::ser::Serializer;

/// An enum of words.
pub trait Word: Sized {
    const NAME: &'static str;
    /// The words that are read, in the order of the variants.
    const WORDS: &'static [&'static str];

    /// The variant of a word.
    fn of(word: &str) -> Option<Self>;

    /// The variant's place and the word that is written for it.
    fn word(&self) -> (u32, &'static str);
}

/// Reads a word.
///
/// # Errors
/// It is none of the words.
#[inline]
pub fn read<'de, T: Word, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_str(Text(PhantomData))
    } else {
        deserializer.deserialize_enum(T::NAME, T::WORDS, Variant(PhantomData))
    }
}

/// Writes a word.
///
/// # Errors
/// Those of the format.
#[inline]
pub fn write<T: Word, S: Serializer>(value: &T, serializer: S) -> Result<S::Ok, S::Error> {
    let (place, word) = value.word();
    serializer.serialize_unit_variant(T::NAME, place, word)
}

struct Text<T>(PhantomData<T>);

impl<T: Word> Visitor<'_> for Text<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "enum {}", T::NAME)
    }

    #[inline]
    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        T::of(word).ok_or_else(|| E::unknown_variant(word, T::WORDS))
    }
}

struct Variant<T>(PhantomData<T>);

impl<'de, T: Word> Visitor<'de> for Variant<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "enum {}", T::NAME)
    }

    fn visit_enum<A: EnumAccess<'de>>(self, data: A) -> Result<T, A::Error> {
        let (value, content) = data.variant_seed(Identifier(PhantomData))?;
        content.unit_variant()?;
        Ok(value)
    }
}

/// A variant by its word or its place.
struct Identifier<T>(PhantomData<T>);

impl<'de, T: Word> DeserializeSeed<'de> for Identifier<T> {
    type Value = T;

    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<T, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<T: Word> Visitor<'_> for Identifier<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("variant identifier")
    }

    fn visit_str<E: Error>(self, word: &str) -> Result<T, E> {
        Text(PhantomData).visit_str(word)
    }

    fn visit_bytes<E: Error>(self, word: &[u8]) -> Result<T, E> {
        self.visit_str(&String::from_utf8_lossy(word))
    }

    fn visit_u64<E: Error>(self, place: u64) -> Result<T, E> {
        let word = usize::try_from(place).ok().and_then(|place| T::WORDS.get(place));
        word.and_then(|word| T::of(word)).ok_or_else(|| E::invalid_value(Unexpected::Unsigned(place), &self))
    }
}
