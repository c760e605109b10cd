//! How values of a type stand in places that hold texts alone: path, query, header fields and cookies.

use super::{Node, Tagging};

/// How a value is told by texts.
#[doc(hidden)]
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InText {
    /// By one.
    Text,
    /// By one for each element.
    Texts,
    /// By one for each key, which only a query can have.
    Object,
    /// Not at all.
    Nothing,
}

impl InText {
    /// How a type is told, as far as its own schema tells.
    #[must_use]
    pub const fn of(body: &Node) -> Self {
        match body {
            Node::Object(_) | Node::Map(..) => Self::Object,
            Node::Array(_) | Node::Set(_) | Node::Fixed(..) | Node::Tuple(_) => Self::Texts,
            Node::Union(union) => match union.tagging {
                Tagging::Internal(_) | Tagging::Adjacent { .. } => Self::Nothing,
                Tagging::External | Tagging::Untagged => Self::Text,
            },
            _ => Self::Text,
        }
    }

    /// How a list is told whose elements are told so.
    #[must_use]
    pub const fn listed(self) -> Self {
        match self {
            Self::Text => Self::Texts,
            Self::Texts | Self::Object | Self::Nothing => Self::Nothing,
        }
    }
}
