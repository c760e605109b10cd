//! Texts, and the rules of texts.

use std::borrow::Cow;
use std::path::PathBuf;

use aiserve::prelude::*;

/// Texts without rules.
#[payload]
pub(crate) struct Texts {
    text: String,
    letter: char,
    shared: Cow<'static, str>,
    boxed: Box<str>,
    file: PathBuf,
    maybe: Option<String>,
}

/// Lengths in characters.
#[payload]
pub(crate) struct Lengths {
    #[garde(length(chars, min = 2, max = 5))]
    between: String,
    #[garde(length(chars, equal = 3))]
    exact: String,
    #[garde(length(chars, max = 4))]
    maybe: Option<String>,
}

/// Lengths in other units, of which the document can say less than is checked.
#[payload]
pub(crate) struct Units {
    #[garde(length(max = 8))]
    bytes: String,
    #[garde(length(utf16, min = 2, max = 8))]
    utf16: String,
    #[garde(length(graphemes, min = 1, max = 8))]
    graphemes: String,
}

/// Regular expressions.
#[payload]
pub(crate) struct Patterns {
    #[garde(pattern("^[a-z]+(-[a-z]+)*$"))]
    slug: String,
    #[garde(pattern(r"(?i)^item-[0-9a-f]{2}$"))]
    any_case: String,
    #[garde(pattern(r"\A[[:alpha:]_][[:alnum:]_]*\z"), length(chars, max = 6))]
    identifier: String,
    #[garde(pattern("a"), pattern("b"))]
    both: String,
    #[garde(pattern(r"^\p{Lu}\p{Ll}*$"))]
    name: Option<String>,
}

/// Parts of texts, and their alphabets.
#[payload]
pub(crate) struct Parts {
    #[garde(prefix("sk-"))]
    key: String,
    #[garde(suffix(".rs"))]
    file: String,
    #[garde(contains("@"))]
    handle: String,
    #[garde(ascii)]
    ascii: String,
    #[garde(ascii, prefix("a"), suffix("z"), length(chars, min = 3))]
    all: String,
}

/// Letters and digits of any language.
#[payload]
pub(crate) struct Letters {
    #[garde(alphanumeric)]
    text: String,
}
