//! Form-urlencoded texts: query strings, taken apart without copying what is not encoded.

use std::borrow::Cow;

use super::NotUtf8;

/// The pairs of a query string, as sent.
pub(super) fn pairs(query: &str) -> Pairs<'_> {
    Pairs { rest: query }
}

/// See [`pairs`].
pub(super) struct Pairs<'a> {
    rest: &'a str,
}

impl<'a> Iterator for Pairs<'a> {
    type Item = (&'a str, &'a str);

    /// One look at each byte: queries are short, so a search by vectors would cost more to set up than it saves.
    fn next(&mut self) -> Option<(&'a str, &'a str)> {
        while !self.rest.is_empty() {
            let query = self.rest;
            let end = query.bytes().position(|byte| byte == b'&').unwrap_or(query.len());
            let (pair, rest) = query.split_at(end);
            self.rest = rest.get(1..).unwrap_or_default();
            if !pair.is_empty() {
                let equals = pair.bytes().position(|byte| byte == b'=').unwrap_or(end);
                return Some((&pair[..equals], pair.get(equals + 1..).unwrap_or_default()));
            }
        }
        None
    }
}

/// The last value of a key, as sent. What is skipped is looked at once.
pub(super) fn last<'a>(query: &'a str, name: &str) -> Option<&'a str> {
    let mut found = None;
    let mut rest = query;
    loop {
        let plain = rest.strip_prefix(name).and_then(|after| after.strip_prefix('='));
        let from = plain.unwrap_or(rest);
        let Some(end) = from.bytes().position(|byte| byte == b'&') else {
            return plain.or_else(|| other(from, name)).or(found);
        };
        let (pair, after) = from.split_at(end);
        match plain {
            Some(_) => found = Some(pair),
            None => found = other(pair, name).or(found),
        }
        match after.get(1..) {
            Some(after) if !after.is_empty() => rest = after,
            _ => return found,
        }
    }
}

/// The value of a pair that does not begin with `name=`, if that is its key nevertheless.
fn other<'a>(pair: &'a str, name: &str) -> Option<&'a str> {
    let (key, value) = pair.split_once('=').unwrap_or((pair, ""));
    is(key, name).then_some(value).filter(|_| !pair.is_empty())
}

/// Whether a key, as sent, is this name.
pub(super) fn is(sent: &str, name: &str) -> bool {
    sent == name || (is_encoded(sent) && decode(sent).is_ok_and(|key| key == name))
}

/// A key or value, decoded.
pub(in crate::extract) fn decode(sent: &str) -> Result<Cow<'_, str>, NotUtf8> {
    if is_encoded(sent) { decode_encoded(sent).map(Cow::Owned) } else { Ok(Cow::Borrowed(sent)) }
}

fn is_encoded(sent: &str) -> bool {
    sent.bytes().any(|byte| byte == b'%' || byte == b'+')
}

#[cold]
fn decode_encoded(sent: &str) -> Result<String, NotUtf8> {
    let spaced = sent.replace('+', " ");
    let bytes: Vec<u8> = percent_encoding::percent_decode_str(&spaced).collect();
    String::from_utf8(bytes).map_err(|_| NotUtf8)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn plain_texts_are_borrowed() {
        assert!(matches!(decode("abc"), Ok(Cow::Borrowed("abc"))));
    }

    #[test]
    fn plus_is_a_space_and_an_encoded_plus_is_a_plus() {
        assert_eq!(decode("a+b%2Bc").unwrap(), "a b+c");
    }

    #[test]
    fn a_stray_percent_sign_stands_for_itself() {
        assert_eq!(decode("100%").unwrap(), "100%");
        assert_eq!(decode("%zz").unwrap(), "%zz");
    }

    #[test]
    fn bytes_that_are_no_text_are_refused() {
        assert!(decode("%ff").is_err());
    }

    #[test]
    fn a_key_without_equals_sign_has_an_empty_value() {
        assert_eq!(pairs("a&b=1&&c=").collect::<Vec<_>>(), [("a", ""), ("b", "1"), ("c", "")]);
    }

    #[test]
    fn the_last_value_of_a_key_is_found() {
        let queries = ["a=1", "a=0&a=1", "b=2&a=1&c=a", "%61=1", "a=0&%61=1&ab=3", "&&a=1&"];
        assert_eq!(queries.map(|query| last(query, "a")), [Some("1"); 6]);
        assert_eq!(["", "ab=1", "b=a", "b=a=1", "&"].map(|query| last(query, "a")), [None; 5]);
        assert_eq!(["a", "a=", "a&b=1", "b=1&a"].map(|query| last(query, "a")), [Some(""); 4]);
    }

    #[test]
    fn encoded_keys_are_recognised() {
        assert!(is("item%2Dquery", "item-query"));
        assert!(!is("item_query", "item-query"));
    }
}
