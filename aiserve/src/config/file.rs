//! The file of the configuration.

use std::path::Path;

use super::KEYS;

/// A key that a file has.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Entry {
    pub(super) key: String,
    /// Its value as a text; the kind of one that is none.
    pub(super) value: Result<String, &'static str>,
    pub(super) line: usize,
}

/// What a file says.
#[cfg(feature = "toml")]
pub(super) fn entries(path: &Path) -> Result<Vec<Entry>, String> {
    let text = std::fs::read_to_string(path).map_err(|error| error.to_string())?;
    parsed(&text)
}

/// That it can't be read, rather than not reading what someone wrote.
#[cfg(not(feature = "toml"))]
pub(super) fn entries(_: &Path) -> Result<Vec<Entry>, String> {
    Err("this service reads no files: build it with the feature `toml` of aiserve".to_owned())
}

#[cfg(feature = "toml")]
fn parsed(text: &str) -> Result<Vec<Entry>, String> {
    use toml::de::{DeTable, DeValue};

    let line = |at: usize| text[..at].matches('\n').count() + 1;
    let table = DeTable::parse(text).map_err(|error| {
        let at = error.span().map_or_else(String::new, |span| format!("line {}: ", line(span.start)));
        format!("{at}{}", error.message())
    })?;
    let mut entries: Vec<Entry> = table
        .into_inner()
        .into_iter()
        .map(|(key, value)| {
            let line = line(key.span().start);
            let value = match value.into_inner() {
                DeValue::String(text) => Ok(text.into_owned()),
                DeValue::Integer(number) if number.radix() == 10 => Ok(number.as_str().replace('_', "")),
                DeValue::Integer(_) => Err("a number that is not decimal"),
                DeValue::Float(_) => Err("a fraction"),
                DeValue::Boolean(is_on) => Ok(is_on.to_string()),
                DeValue::Datetime(_) => Err("a date"),
                DeValue::Array(_) => Err("a list"),
                DeValue::Table(_) => Err("a table"),
            };
            Entry { key: key.into_inner().into_owned(), value, line }
        })
        .collect();
    entries.sort_by_key(|entry| entry.line);
    Ok(entries)
}

/// Which key may be meant by one that is not known.
pub(super) fn nearest(key: &str) -> String {
    let wanted = key.to_lowercase().replace('-', "_");
    let nearest = KEYS.iter().map(|known| (distance(&wanted, known.name), known.name)).min();
    match nearest {
        Some((distance, name)) if distance <= name.len() / 2 => format!("is `{name}` meant?"),
        _ => format!("there are {}", KEYS.each_ref().map(|known| format!("`{}`", known.name)).join(", ")),
    }
}

/// How many letters have to be added, left out or replaced ([Levenshtein](https://en.wikipedia.org/wiki/Levenshtein_distance)).
fn distance(from: &str, to: &str) -> usize {
    let mut row: Vec<usize> = (0..=to.len()).collect();
    for (index, letter) in from.bytes().enumerate() {
        let mut diagonal = std::mem::replace(&mut row[0], index + 1);
        for (column, other) in to.bytes().enumerate() {
            let replaced = diagonal + usize::from(letter != other);
            diagonal = row[column + 1];
            row[column + 1] = replaced.min(diagonal + 1).min(row[column] + 1);
        }
    }
    row[to.len()]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_that_is_nearly_one_is_told() {
        assert_eq!(nearest("prot"), "is `port` meant?");
        assert_eq!(nearest("head-timeout"), "is `head_timeout` meant?");
        assert!(nearest("database_url").contains("`grace`, `drain`"));
    }

    #[cfg(feature = "toml")]
    #[test]
    fn keys_have_their_lines() {
        let entries = parsed("# where\nhost = \"::1\"\n\nport = 8_080\n[tls]\ncert = 'a'\n").unwrap();
        let entry = |key: &str, value, line| Entry { key: key.to_owned(), value, line };
        let expected =
            [entry("host", Ok("::1".into()), 2), entry("port", Ok("8080".into()), 4), entry("tls", Err("a table"), 5)];
        assert_eq!(entries, expected);
        assert!(parsed("host = \"::1\"\nport 80").unwrap_err().starts_with("line 2: "));
    }
}
