//! One mistake in a request's input: where it is, which rule it breaks, and what to say.

use std::borrow::Cow;

use serde::{Serialize, Serializer};
use serde_json::Value;

/// One mistake in a request's input.
#[derive(Clone, Debug, PartialEq)]
pub struct Fault {
    /// Stable type: `missing`, `int_parsing`, `string_too_short`, ..
    pub kind: Cow<'static, str>,
    /// Part of the request, then keys and indexes.
    pub loc: Vec<Segment>,
    /// For people.
    pub message: String,
    /// Parameters of the rule, such as `min_length`.
    pub context: Vec<(&'static str, Value)>,
    /// What was sent there. Rendered only if the app opted in.
    pub input: Option<Value>,
}

impl Fault {
    /// A mistake of the given type at a place.
    pub fn new(kind: impl Into<Cow<'static, str>>, loc: Vec<Segment>, message: impl Into<String>) -> Self {
        Self { kind: kind.into(), loc, message: message.into(), context: Vec::new(), input: None }
    }

    /// The same mistake with a parameter of the rule it breaks.
    #[must_use]
    pub fn with(mut self, name: &'static str, value: impl Into<Value>) -> Self {
        self.context.push((name, value.into()));
        self
    }

    /// The same mistake with what was sent.
    #[must_use]
    pub fn input(mut self, value: Value) -> Self {
        self.input = Some(value);
        self
    }
}

/// A step of a [`Fault`]'s location.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Segment {
    /// A key, a parameter's name, or the part of the request (first segment).
    Key(Cow<'static, str>),
    /// An index of a list.
    Index(usize),
    /// A name that is not on the wire: the branch of an enum, or `[key]` for the key of a map itself.
    Branch(Cow<'static, str>),
    /// A byte offset in malformed JSON.
    Offset(usize),
}

impl Segment {
    /// A name that is not on the wire.
    pub fn branch(name: impl Into<Cow<'static, str>>) -> Self {
        Self::Branch(name.into())
    }
}

impl Serialize for Segment {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Key(name) | Self::Branch(name) => serializer.serialize_str(name),
            Self::Index(number) | Self::Offset(number) => number.serialize(serializer),
        }
    }
}

impl From<&'static str> for Segment {
    fn from(key: &'static str) -> Self {
        Self::Key(Cow::Borrowed(key))
    }
}

impl From<String> for Segment {
    fn from(key: String) -> Self {
        Self::Key(Cow::Owned(key))
    }
}

impl From<usize> for Segment {
    fn from(index: usize) -> Self {
        Self::Index(index)
    }
}

/// The part of a request an argument is read from.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Place {
    /// A segment of the path.
    Path,
    /// A key of the query string.
    Query,
    /// A header field.
    Header,
    /// A cookie.
    Cookie,
    /// The body.
    Body,
}

impl Place {
    /// Its name in locations and in the document: `path`, `query`, `header`, `cookie`, `body`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Path => "path",
            Self::Query => "query",
            Self::Header => "header",
            Self::Cookie => "cookie",
            Self::Body => "body",
        }
    }
}
