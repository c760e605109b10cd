//! Schemas of other crates' types, each by the feature of the crate's name.
//!
//! All are text on the wire. A text is tried by the type's own `Deserialize`, so that the explanation of a refusal and the
//! refusal cannot disagree.

/// Writes the schema of a text type: component name, then [`Format`](super::Format) in words. `kind` is the error type of
/// all texts that are none, empty for `{code}_parsing`.
#[allow(unused_macros, reason = "which features use it differs")]
macro_rules! text {
    ($ty:ty => $component:literal, name: $name:literal, code: $code:literal, kind: $kind:literal, noun: $noun:literal, pattern: $pattern:expr) => {
        impl $crate::schema::Schema for $ty {
            const NODE: $crate::schema::Node = {
                static FORMAT: $crate::schema::Format = $crate::schema::Format {
                    name: $name,
                    code: $code,
                    noun: $noun,
                    pattern: $pattern,
                    length: (0, u64::MAX),
                    encoding: "",
                    check: |text| $crate::schema::foreign::read_as::<$ty>($kind, text),
                };
                $crate::schema::Node::Text(Some(&FORMAT))
            };
            const NAME: $crate::schema::Name = $crate::schema::Name::plain($component);
        }

        impl $crate::schema::Key for $ty {
            fn text(&self) -> String {
                $crate::schema::derived::key(self)
            }
        }
    };
}

#[cfg(feature = "chrono")]
mod chrono;
#[cfg(feature = "jiff")]
mod jiff;
#[cfg(feature = "rust_decimal")]
mod rust_decimal;
#[cfg(feature = "time")]
mod time;
#[cfg(feature = "url")]
mod url;
#[cfg(feature = "uuid")]
mod uuid;

use serde::Deserialize;
use serde::de::IntoDeserializer;
use serde::de::value::{Error, StrDeserializer};

/// Whether `T` reads a text, and why not.
#[allow(dead_code, reason = "which features use it differs")]
fn read_as<'de, T: Deserialize<'de>>(kind: &'static str, text: &'de str) -> Result<(), (&'static str, String)> {
    let deserializer: StrDeserializer<'de, Error> = text.into_deserializer();
    T::deserialize(deserializer).map(drop).map_err(|error| (kind, unquoting(error.to_string(), text)))
}

/// The reason, unless it quotes the text: what was sent is not sent back.
#[allow(dead_code, reason = "which features use it differs")]
fn unquoting(reason: String, text: &str) -> String {
    let quotes = reason.contains('"') || (!text.is_empty() && reason.contains(text));
    if quotes { "it is not of this format".to_owned() } else { reason }
}
