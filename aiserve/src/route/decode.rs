//! Percent-decoding of paths: once, before matching, and only where there is something to decode.

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

/// Decodes a path. An escaped slash separates segments as a plain one does, so that no parameter of one segment ever has
/// a slash in its value; `{*rest}` takes both.
#[cold]
pub(super) fn decode(path: &str) -> Result<Box<str>, Malformed> {
    let mut decoded = Vec::with_capacity(path.len());
    let mut bytes = path.bytes();
    while let Some(byte) = bytes.next() {
        if byte != b'%' {
            decoded.push(byte);
            continue;
        }
        let (Some(high), Some(low)) = (bytes.next().and_then(digit), bytes.next().and_then(digit)) else {
            return Err(Malformed::Escape);
        };
        decoded.push(high << 4 | low);
    }
    String::from_utf8(decoded).map(String::into_boxed_str).map_err(|_| Malformed::Utf8)
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
        assert_eq!(decode("/items/7").as_deref(), Ok("/items/7"));
    }

    #[test]
    fn an_escaped_slash_is_a_slash() {
        assert_eq!(decode("/a%2Fb/c").as_deref(), Ok("/a/b/c"));
    }

    #[test]
    fn text_of_any_language_is_decoded() {
        assert_eq!(decode("/caf%C3%A9/%e6%97%A5").as_deref(), Ok("/café/日"));
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
