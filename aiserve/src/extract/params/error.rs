//! Why a text is not a value of its type.

use std::fmt;

use serde::de;

/// Why a text is not a value of its type: in serde's words, kept only for types whose own code refuses a text.
#[derive(Debug)]
pub(crate) struct Mismatch(Box<str>);

impl Mismatch {
    #[cold]
    pub(super) fn expected(what: &str) -> Self {
        Self(format!("expected {what}").into())
    }
}

impl fmt::Display for Mismatch {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

impl std::error::Error for Mismatch {}

impl de::Error for Mismatch {
    #[cold]
    fn custom<T: fmt::Display>(message: T) -> Self {
        Self(message.to_string().into())
    }
}
