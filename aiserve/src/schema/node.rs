//! The schema tree: what serde reads and writes, in its own terms (fields, variants, tagging).

use super::{Definition, Rule};

/// One schema. All data is constant, `Copy` and free of `Drop`.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Node {
    /// Any JSON value.
    Any,
    /// `null`.
    Null,
    /// A boolean.
    Bool,
    /// A whole number within bounds.
    Integer(Integer),
    /// A finite number whose absolute value is at most this.
    Number(f64),
    /// A string, of a format if one is given.
    Text(Option<&'static Format>),
    /// A list.
    Array(&'static Node),
    /// A list without duplicates.
    Set(&'static Node),
    /// A list of exactly this many elements.
    Fixed(&'static Node, usize),
    /// A list with a schema for each place.
    Tuple(&'static [Node]),
    /// An object with free keys: the schema of the key (as text) and of the value.
    Map(&'static Node, &'static Node),
    /// `null`, or the schema. A missing field is `null`.
    Option(&'static Node),
    /// An object with known fields.
    Object(&'static Object),
    /// An enum.
    Union(&'static Union),
    /// A type read as the first and written as the second (`try_from`/`into`).
    Split(&'static Node, &'static Node),
    /// A named schema. A function, so that recursive types are no constant cycle.
    Ref(fn() -> &'static Definition),
    /// A schema whose values keep further rules.
    With(&'static Node, &'static [Rule]),
}

impl Node {
    /// Whether a missing value is acceptable to serde for a field of this schema.
    #[must_use]
    pub const fn is_optional(&self) -> bool {
        match self {
            Self::Option(_) => true,
            Self::With(inner, _) => inner.is_optional(),
            _ => false,
        }
    }

    /// Whether a parameter of this schema collects repeated values (`?tag=a&tag=b`).
    #[must_use]
    pub const fn is_list(&self) -> bool {
        match self {
            Self::Array(_) | Self::Set(_) | Self::Fixed(..) | Self::Tuple(_) => true,
            Self::With(inner, _) | Self::Option(inner) => inner.is_list(),
            _ => false,
        }
    }
}

/// Bounds of a whole number.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Integer {
    /// Least value.
    pub min: i128,
    /// Greatest value.
    pub max: i128,
    /// OpenAPI format (`int32`, `uint64`, ..).
    pub format: &'static str,
}

/// A string format: how it is documented and how a text that serde refused is explained.
#[derive(Clone, Copy, Debug)]
pub struct Format {
    /// JSON Schema `format`, empty for none.
    pub name: &'static str,
    /// Start of the error types: `uuid` gives `uuid_type` (not a string) and `uuid_parsing` (not of the format).
    pub code: &'static str,
    /// What the value should be, for messages: "Input should be a valid {noun}".
    pub noun: &'static str,
    /// JSON Schema `pattern` of every accepted text, empty for none.
    pub pattern: &'static str,
    /// Least and greatest length in characters.
    pub length: (u64, u64),
    /// `contentEncoding` (as in `base64`), empty for none.
    pub encoding: &'static str,
    /// Tells why a text is not of the format: the error type (its own, or empty for `{code}_parsing`) and the reason.
    pub check: fn(&str) -> Result<(), (&'static str, String)>,
}

impl Format {
    /// Whether it is that of a file in a form, which is no text.
    pub(crate) const fn is_file(&self) -> bool {
        matches!(self.code.as_bytes(), b"upload")
    }
}

/// An object with known fields.
#[derive(Clone, Copy, Debug)]
pub struct Object {
    /// In source order.
    pub fields: &'static [Field],
    /// `#[serde(deny_unknown_fields)]`.
    pub deny_unknown: bool,
}

/// A field of an object, or an argument of several in one body.
#[derive(Clone, Copy, Debug)]
pub struct Field {
    /// Its Rust name (or index): a component of garde's paths.
    pub rust: &'static str,
    /// Its name when read.
    pub name: &'static str,
    /// Its name when written.
    pub output: &'static str,
    /// Further names accepted when read.
    pub aliases: &'static [&'static str],
    /// Its schema.
    pub node: Node,
    /// Its rules.
    pub rules: &'static [Rule],
    /// Presence, direction, flattening.
    pub flags: Flags,
    /// Its doc comment, Markdown.
    pub doc: &'static str,
    /// `#[schema(title = "..")]`.
    pub title: Option<&'static str>,
    /// The value of a missing field, if it can be shown as JSON.
    pub default: Option<fn() -> Option<serde_json::Value>>,
    /// `#[schema(example = ..)]`.
    pub examples: &'static [fn() -> serde_json::Value],
}

impl Field {
    /// A field about which nothing is known yet.
    pub const PLAIN: Self = Self {
        rust: "",
        name: "",
        output: "",
        aliases: &[],
        node: Node::Any,
        rules: &[],
        flags: Flags::NONE,
        doc: "",
        title: None,
        default: None,
        examples: &[],
    };

    /// Whether the key may be absent from what is read.
    #[must_use]
    pub const fn optional_in(&self) -> bool {
        self.flags.has(Flags::OPTIONAL_IN) || (self.node.is_optional() && !self.flags.has(Flags::NEEDED_IN))
    }
}

/// Presence, direction and flattening of a field or variant.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Flags(pub u16);

impl Flags {
    /// Nothing special.
    pub const NONE: Self = Self(0);
    /// May be absent when read (`serde(default)`).
    pub const OPTIONAL_IN: Self = Self(1);
    /// May be absent when written (`serde(skip_serializing_if)`).
    pub const OPTIONAL_OUT: Self = Self(1 << 1);
    /// Never read (`serde(skip_deserializing)`).
    pub const SKIP_IN: Self = Self(1 << 2);
    /// Never written (`serde(skip_serializing)`).
    pub const SKIP_OUT: Self = Self(1 << 3);
    /// Its fields are fields of the object around it (`serde(flatten)`).
    pub const FLATTEN: Self = Self(1 << 4);
    /// `#[deprecated]` or `#[schema(deprecated)]`.
    pub const DEPRECATED: Self = Self(1 << 5);
    /// Must be present when read though its schema allows `null` (`serde(with)` on an `Option`).
    pub const NEEDED_IN: Self = Self(1 << 6);
    /// The variant that takes every unknown tag (`serde(other)`).
    pub const OTHER: Self = Self(1 << 7);
    /// A variant that is tried without a tag (`serde(untagged)` on the variant).
    pub const UNTAGGED: Self = Self(1 << 8);
    /// The value is a secret: never echoed, `writeOnly` and `format: password` in the document.
    pub const SECRET: Self = Self(1 << 9);

    /// These flags if the condition holds, none otherwise.
    #[must_use]
    pub const fn when(self, condition: bool) -> Self {
        if condition { self } else { Self::NONE }
    }

    /// Both sets of flags.
    #[must_use]
    pub const fn and(self, other: Self) -> Self {
        Self(self.0 | other.0)
    }

    /// Whether all flags of `other` are set.
    #[must_use]
    pub const fn has(self, other: Self) -> bool {
        self.0 & other.0 == other.0
    }
}

/// An enum, in serde's terms.
#[derive(Clone, Copy, Debug)]
pub struct Union {
    /// In source order.
    pub variants: &'static [Variant],
    /// How the variant is told.
    pub tagging: Tagging,
    /// `#[serde(deny_unknown_fields)]`.
    pub deny_unknown: bool,
}

/// How the variant of an enum is told on the wire.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Tagging {
    /// `"Unit"` or `{"Variant": content}`.
    External,
    /// `{"tag": "Variant", ..content}`.
    Internal(&'static str),
    /// `{"tag": "Variant", "content": content}`.
    Adjacent {
        /// The key of the variant's name.
        tag: &'static str,
        /// The key of the content.
        content: &'static str,
    },
    /// The content alone; the first variant that fits.
    Untagged,
}

/// A variant of an enum.
#[derive(Clone, Copy, Debug)]
pub struct Variant {
    /// Its Rust name.
    pub rust: &'static str,
    /// Its name when read.
    pub name: &'static str,
    /// Its name when written.
    pub output: &'static str,
    /// Further names accepted when read.
    pub aliases: &'static [&'static str],
    /// Which kind of variant it is.
    pub shape: Shape,
    /// Its content: [`Node::Null`] for a unit variant, the inner schema for a newtype, else an object or tuple.
    pub content: Node,
    /// Direction, `other`, deprecation.
    pub flags: Flags,
    /// Its doc comment, Markdown.
    pub doc: &'static str,
}

impl Variant {
    /// A variant about which nothing is known yet.
    pub const PLAIN: Self = Self {
        rust: "",
        name: "",
        output: "",
        aliases: &[],
        shape: Shape::Unit,
        content: Node::Null,
        flags: Flags::NONE,
        doc: "",
    };
}

/// Which kind of variant it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Shape {
    /// `A`
    Unit,
    /// `A(T)`
    Newtype,
    /// `A(T, U)`
    Tuple,
    /// `A { t: T }`
    Struct,
}
