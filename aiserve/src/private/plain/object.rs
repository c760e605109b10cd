//! Structs of named fields: an object, and a list only in formats that people do not read.

use std::fmt;
use std::marker::PhantomData;

use serde::de::{
    Deserialize, DeserializeSeed, Deserializer, Error, IgnoredAny, MapAccess, SeqAccess, Visitor,
    value::StrDeserializer,
};
use serde::forward_to_deserialize_any;

use super::super::exact::ByName;
use crate::types::PATCH;

/// A struct that is read field by field.
pub trait Object<'de>: Sized {
    /// What was read so far: an option for each field.
    type Slots;
    /// Nothing was read.
    const EMPTY: Self::Slots;
    const NAME: &'static str;
    /// Names of the fields that are read.
    const FIELDS: &'static [&'static str];
    /// Whether other fields are mistakes.
    const CLOSED: bool;

    /// The place of a field in the slots; none past their end.
    fn place(name: &str) -> usize;

    /// Reads the value of the field in that place; past the end, any value.
    ///
    /// # Errors
    /// The value is none of the field's type, or the second one.
    fn read<A: MapAccess<'de>>(slots: &mut Self::Slots, place: usize, map: &mut A) -> Result<(), A::Error>;

    /// The struct of what was read.
    ///
    /// # Errors
    /// A field is missing.
    fn finish<E: Error>(slots: Self::Slots) -> Result<Self, E>;
}

/// Reads a struct.
///
/// # Errors
/// It is no object, or a field is missing, wrong, there twice, or unknown and the struct is closed.
#[inline]
pub fn read<'de, T: Object<'de>, D: Deserializer<'de>>(deserializer: D) -> Result<T, D::Error> {
    if deserializer.is_human_readable() {
        deserializer.deserialize_struct(T::NAME, T::FIELDS, ByName(Whole(PhantomData)))
    } else {
        deserializer.deserialize_struct(T::NAME, T::FIELDS, Whole(PhantomData))
    }
}

/// Reads one field.
///
/// # Errors
/// It was there already, or its value is wrong.
#[inline]
pub fn slot<'de, T, A>(slot: &mut Option<T>, name: &'static str, map: &mut A) -> Result<(), A::Error>
where
    T: Deserialize<'de>,
    A: MapAccess<'de>,
{
    if slot.is_some() {
        return Err(A::Error::duplicate_field(name));
    }
    *slot = Some(map.next_value()?);
    Ok(())
}

/// Reads a value that is not wanted.
///
/// # Errors
/// It is not well-formed.
#[inline]
pub fn skip<'de, A: MapAccess<'de>>(map: &mut A) -> Result<(), A::Error> {
    map.next_value::<IgnoredAny>().map(drop)
}

/// What was read of a field without a default.
///
/// # Errors
/// Nothing was, and the field's type is none that may be absent.
#[inline]
pub fn needed<'de, T: Deserialize<'de>, E: Error>(slot: Option<T>, name: &'static str) -> Result<T, E> {
    match slot {
        Some(value) => Ok(value),
        None => T::deserialize(Missing(name, PhantomData)),
    }
}

struct Whole<T>(PhantomData<T>);

impl<'de, T: Object<'de>> Visitor<'de> for Whole<T> {
    type Value = T;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "struct {}", T::NAME)
    }

    #[inline]
    fn visit_map<A: MapAccess<'de>>(self, mut map: A) -> Result<T, A::Error> {
        let mut slots = T::EMPTY;
        while let Some(place) = map.next_key_seed(Place::<T>(PhantomData))? {
            T::read(&mut slots, place, &mut map)?;
        }
        T::finish(slots)
    }

    fn visit_seq<A: SeqAccess<'de>>(self, seq: A) -> Result<T, A::Error> {
        let mut slots = T::EMPTY;
        let mut values = Values(seq);
        for place in 0..T::FIELDS.len() {
            T::read(&mut slots, place, &mut values)?;
        }
        T::finish(slots)
    }
}

/// The place of the field that a key names.
struct Place<T>(PhantomData<T>);

impl<'de, T: Object<'de>> DeserializeSeed<'de> for Place<T> {
    type Value = usize;

    #[inline]
    fn deserialize<D: Deserializer<'de>>(self, deserializer: D) -> Result<usize, D::Error> {
        deserializer.deserialize_identifier(self)
    }
}

impl<'de, T: Object<'de>> Visitor<'de> for Place<T> {
    type Value = usize;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("field identifier")
    }

    #[inline]
    fn visit_str<E: Error>(self, name: &str) -> Result<usize, E> {
        let place = T::place(name);
        if T::CLOSED && place >= T::FIELDS.len() {
            return Err(E::unknown_field(name, T::FIELDS));
        }
        Ok(place)
    }

    fn visit_bytes<E: Error>(self, name: &[u8]) -> Result<usize, E> {
        self.visit_str(&String::from_utf8_lossy(name))
    }

    fn visit_u64<E: Error>(self, place: u64) -> Result<usize, E> {
        Ok(usize::try_from(place).unwrap_or(usize::MAX))
    }
}

/// A list as the values of the fields in their order.
struct Values<A>(A);

impl<'de, A: SeqAccess<'de>> MapAccess<'de> for Values<A> {
    type Error = A::Error;

    fn next_key_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<Option<S::Value>, A::Error> {
        seed.deserialize(StrDeserializer::new("")).map(Some)
    }

    fn next_value_seed<S: DeserializeSeed<'de>>(&mut self, seed: S) -> Result<S::Value, A::Error> {
        match self.0.next_element_seed(seed)? {
            Some(value) => Ok(value),
            None => Err(A::Error::custom("the list ends before the last field")),
        }
    }
}

/// Nothing: `None` for an option, an absent `Patch`, and a mistake for all other types.
struct Missing<E>(&'static str, PhantomData<E>);

impl<'de, E: Error> Deserializer<'de> for Missing<E> {
    type Error = E;

    fn deserialize_any<V: Visitor<'de>>(self, _: V) -> Result<V::Value, E> {
        Err(E::missing_field(self.0))
    }

    fn deserialize_option<V: Visitor<'de>>(self, visitor: V) -> Result<V::Value, E> {
        visitor.visit_none()
    }

    fn deserialize_newtype_struct<V: Visitor<'de>>(self, name: &'static str, visitor: V) -> Result<V::Value, E> {
        if name == PATCH { visitor.visit_none() } else { self.deserialize_any(visitor) }
    }

    forward_to_deserialize_any! {
        bool i8 i16 i32 i64 i128 u8 u16 u32 u64 u128 f32 f64 char str string bytes byte_buf unit unit_struct
        seq tuple tuple_struct map struct enum identifier ignored_any
    }
}
