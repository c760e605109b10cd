//! A field that may be left out: was it sent?
//!
//! Not the merging of whole documents: what a field that was sent means is the application's business.

mod rules;

use std::fmt;
use std::marker::PhantomData;

use garde::Report;
use garde::error::Path;
use serde::de::{Error, Visitor};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{InText, Name, Node, Schema};

/// A field that tells whether it was sent, for requests that change a part of something (`PATCH`).
///
/// `Patch<f64>` is absent or a number; `Patch<Option<f64>>` is absent, `null` or a number, as in JSON Merge Patch
/// ([RFC 7396](https://www.rfc-editor.org/rfc/rfc7396)). Such a field is never required, and `null` is documented and
/// accepted only of a `Patch<Option<..>>`. Rules of the field (`#[garde(..)]`) hold for a value that was sent.
///
/// The default is [`Absent`](Self::Absent).
///
/// Code that sends such a payload leaves the field out by `#[serde(default, skip_serializing_if = "Patch::is_absent")]`;
/// without it an absent field is written as `null`.
///
/// # Examples
/// ```
/// use aiserve::prelude::*;
///
/// #[payload]
/// struct Change {
///     #[garde(length(chars, min = 1))]
///     name: Patch<String>,
///     note: Patch<Option<String>>,
/// }
///
/// let (mut name, mut note) = ("Foo".to_owned(), Some("old".to_owned()));
/// let change: Change = serde_json::from_str(r#"{"note": null}"#)?;
/// change.name.apply(&mut name);
/// change.note.apply(&mut note);
/// assert_eq!((name.as_str(), note), ("Foo", None));
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Patch<T> {
    /// The field was not sent.
    #[default]
    Absent,
    /// The field was sent.
    Sent(T),
}

impl<T> Patch<T> {
    /// Whether the field was not sent.
    pub const fn is_absent(&self) -> bool {
        matches!(self, Self::Absent)
    }

    /// What was sent, if the field was.
    pub fn sent(self) -> Option<T> {
        match self {
            Self::Absent => None,
            Self::Sent(value) => Some(value),
        }
    }

    /// What was sent, if the field was, by reference.
    pub const fn as_sent(&self) -> Option<&T> {
        match self {
            Self::Absent => None,
            Self::Sent(value) => Some(value),
        }
    }

    /// Puts what was sent into its place; says whether anything was.
    pub fn apply(self, place: &mut T) -> bool {
        let Self::Sent(value) = self else { return false };
        *place = value;
        true
    }
}

impl<T> From<T> for Patch<T> {
    fn from(value: T) -> Self {
        Self::Sent(value)
    }
}

/// The name by which deserializers of absent fields know the type.
pub(crate) const NAME: &str = "$aiserve::Patch";

impl<'de, T: Deserialize<'de>> Deserialize<'de> for Patch<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        // An option would be `None` for a `null` too. A newtype is what it holds wherever a value is, and has a name.
        deserializer.deserialize_newtype_struct(NAME, Sent(PhantomData))
    }
}

struct Sent<T>(PhantomData<T>);

impl<'de, T: Deserialize<'de>> Visitor<'de> for Sent<T> {
    type Value = Patch<T>;

    fn expecting(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("a value, or none")
    }

    fn visit_newtype_struct<D: Deserializer<'de>>(self, deserializer: D) -> Result<Patch<T>, D::Error> {
        T::deserialize(deserializer).map(Patch::Sent)
    }

    fn visit_none<E: Error>(self) -> Result<Patch<T>, E> {
        Ok(Patch::Absent)
    }
}

impl<T: Serialize> Serialize for Patch<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Absent => serializer.serialize_none(),
            Self::Sent(value) => value.serialize(serializer),
        }
    }
}

impl<T: Schema> Schema for Patch<T> {
    const NODE: Node = Node::Split(&T::NODE, &Node::Option(&T::NODE));
    const NAME: Name = Name::generic("Patch", &[T::NAME]);
    const OPTIONAL: bool = true;
    const INERT: bool = T::INERT;
    const IN_TEXT: InText = T::IN_TEXT;
    const BY_NAME: bool = true;

    fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        if let Self::Sent(value) = self {
            value.check(parent, report);
        }
    }
}
