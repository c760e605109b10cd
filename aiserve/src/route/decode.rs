//! Percent-decoding of paths: once, before matching, and only if there is something to decode.

/// A path that had escapes, decoded.
#[derive(Debug, PartialEq, Eq)]
pub(super) struct Decoded {
    /// What is matched: a slash that was escaped is no separator here.
    pub(super) matching: String,
    /// What the parameters are taken from: of the same length, slashes included.
    pub(super) values: Box<str>,
}

/// What is wrong with a path.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Malformed {
    /// A `%` without two hexadecimal digits.
    Escape,
    /// The decoded bytes are no text.
    Utf8,
}

impl Malformed {
    /// What to tell the client.
    pub(crate) const fn detail(self) -> &'static str {
        match self {
            Self::Escape => "The path has a `%` that two hexadecimal digits do not follow.",
            Self::Utf8 => "The percent-decoded path is not UTF-8.",
        }
    }
}

/// Stands for an escaped slash while the path is matched. One byte, as the slash, and in no route's path.
const ESCAPED_SLASH: u8 = 0x1F;

/// Decodes a path; `None` if it has no escapes.
pub(super) fn decode(path: &str) -> Result<Option<Decoded>, Malformed> {
    if !path.as_bytes().contains(&b'%') {
        return Ok(None);
    }
    let mut matching = Vec::with_capacity(path.len());
    let mut values = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            matching.push(byte);
            values.push(byte);
            continue;
        }
        let (Some(high), Some(low)) = (bytes.next().and_then(digit), bytes.next().and_then(digit)) else {
            return Err(Malformed::Escape);
        };
        let decoded = high << 4 | low;
        matching.push(if decoded == b'/' { ESCAPED_SLASH } else { decoded });
        values.push(decoded);
    }
    let matching = String::from_utf8(matching).map_err(|_| Malformed::Utf8)?;
    let values = String::from_utf8(values).map_err(|_| Malformed::Utf8)?.into_boxed_str();
    Ok(Some(Decoded { matching, values }))
}

fn digit(byte: u8) -> Option<u8> {
    let value = char::from(byte).to_digit(16)?;
    u8::try_from(value).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_path_without_escapes_is_left_alone() {
        assert_eq!(decode("/items/7"), Ok(None));
    }

    #[test]
    fn an_escaped_slash_is_a_value_not_a_separator() {
        let decoded = decode("/a%2Fb/c").unwrap().unwrap();
        assert_eq!(decoded.matching, "/a\u{1F}b/c");
        assert_eq!(&*decoded.values, "/a/b/c");
    }

    #[test]
    fn text_of_any_language_is_decoded() {
        assert_eq!(&*decode("/caf%C3%A9/%e6%97%A5").unwrap().unwrap().values, "/café/日");
    }

    #[test]
    fn broken_escapes_are_told_apart_from_broken_text() {
        for path in ["/%", "/%z", "/%zz", "/%4", "/%+1"] {
            assert_eq!(decode(path), Err(Malformed::Escape), "{path}");
        }
        for path in ["/%ff", "/%C3", "/%C3x"] {
            assert_eq!(decode(path), Err(Malformed::Utf8), "{path}");
        }
    }
}
