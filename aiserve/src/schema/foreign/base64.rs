//! Bytes as base64 text, for JSON.

use std::ops::Deref;

use ::base64::Engine as _;
use ::base64::engine::general_purpose::STANDARD;
use serde::de::Error;
use serde::{Deserialize, Deserializer, Serialize, Serializer};

use crate::schema::{Format, Name, Node, Schema};

/// Bytes that are base64 text on the wire (RFC 4648, section 4, padded).
///
/// # Examples
/// ```
/// use aiserve::schema::Base64;
///
/// assert_eq!(serde_json::to_string(&Base64(vec![0, 255]))?, "\"AP8=\"");
/// assert_eq!(serde_json::from_str::<Base64>("\"AP8=\"")?.0, [0, 255]);
/// # Ok::<_, serde_json::Error>(())
/// ```
#[derive(Clone, Debug, Default, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct Base64(pub Vec<u8>);

static FORMAT: Format = Format {
    name: "",
    code: "bytes",
    noun: "base64 text",
    pattern: "^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/][AQgw]==|[A-Za-z0-9+/]{2}[AEIMQUYcgkosw048]=)?$",
    length: (0, u64::MAX),
    encoding: "base64",
    check: |text| STANDARD.decode(text).map(drop).map_err(|error| ("bytes_invalid_encoding", error.to_string())),
};

impl Schema for Base64 {
    const NODE: Node = Node::Text(Some(&FORMAT));
    const NAME: Name = Name::plain("Base64");
}

impl Deref for Base64 {
    type Target = Vec<u8>;

    fn deref(&self) -> &Vec<u8> {
        &self.0
    }
}

impl From<Vec<u8>> for Base64 {
    fn from(bytes: Vec<u8>) -> Self {
        Self(bytes)
    }
}

impl Serialize for Base64 {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(&STANDARD.encode(&self.0))
    }
}

impl<'de> Deserialize<'de> for Base64 {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(deserializer)?;
        STANDARD.decode(text.as_bytes()).map(Self).map_err(D::Error::custom)
    }
}
