//! Objects in a query, in OpenAPI's style `deepObject`: `filter[name]=x&filter[tags]=a&filter[tags]=b`.
//!
//! OpenAPI leaves open how an object inside of one is sent; here it is as most clients do it: `filter[size][min]=1`.

use std::borrow::Cow;

/// The name in front of the brackets, if there are any.
pub(super) fn outer(key: &str) -> &str {
    key.split_once('[').map_or(key, |(outer, _)| outer)
}

/// What is inside of the brackets after a name: `size[min]` for `filter[size][min]`.
pub(super) fn inner<'a>(key: &'a str, name: &str) -> Option<Cow<'a, str>> {
    let (first, rest) = key.strip_prefix(name)?.strip_prefix('[')?.split_once(']')?;
    match rest {
        "" => Some(Cow::Borrowed(first)),
        _ if rest.starts_with('[') => Some(Cow::Owned([first, rest].concat())),
        _ => None,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keys_are_taken_apart_from_outside() {
        assert_eq!(["a", "a[b]", "a[b][c]"].map(outer), ["a", "a", "a"]);
        assert_eq!(inner("a[b]", "a").as_deref(), Some("b"));
        assert_eq!(inner("a[b][c][]", "a").as_deref(), Some("b[c][]"));
    }

    #[test]
    fn what_has_no_brackets_is_inside_of_nothing() {
        assert_eq!(["a", "ab[c]", "a[b", "a]b[", "a[b]c"].map(|key| inner(key, "a")), [const { None }; 5]);
    }
}
