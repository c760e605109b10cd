//! Patterns of texts.

use crate::schema::Pattern;

/// The text of a pattern.
pub(super) fn text(pattern: &Pattern) -> String {
    match pattern {
        Pattern::Text(text) => (*text).to_owned(),
        Pattern::Shown(shown) => shown(),
    }
}

/// Whether a text matches a pattern, which is compiled once.
#[cfg(feature = "pattern")]
pub(super) fn is_match(pattern: &Pattern, text: &str) -> bool {
    use std::collections::HashMap;
    use std::sync::{LazyLock, Mutex, PoisonError};

    use garde::rules::pattern::regex::Regex;

    static COMPILED: LazyLock<Mutex<HashMap<String, Option<Regex>>>> = LazyLock::new(Mutex::default);

    let mut compiled = COMPILED.lock().unwrap_or_else(PoisonError::into_inner);
    let regex = compiled.entry(self::text(pattern)).or_insert_with_key(|text| Regex::new(text).ok());
    // A pattern of the user's own kind may be no regular expression: then only its own code can tell.
    regex.as_ref().is_none_or(|regex| regex.is_match(text))
}

/// Without regular expressions only the rule itself, run on a decoded value, can tell.
#[cfg(not(feature = "pattern"))]
pub(super) fn is_match(_: &Pattern, _: &str) -> bool {
    true
}
