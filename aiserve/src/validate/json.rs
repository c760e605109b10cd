//! JSON that cannot be read: where it breaks, and why.

use serde_json::Value;

use crate::problem::{Fault, Segment};

/// Parses a body, or says what is wrong with it as JSON.
pub(super) fn parse(bytes: &[u8]) -> Result<Value, Box<Fault>> {
    if let Err(error) = std::str::from_utf8(bytes) {
        let offset = error.valid_up_to();
        return Err(Box::new(invalid(offset, format!("invalid UTF-8 at byte {offset}"))));
    }
    serde_json::from_slice(bytes).map_err(|error| Box::new(broken(bytes, &error)))
}

fn broken(bytes: &[u8], error: &serde_json::Error) -> Fault {
    let offset = offset(bytes, error);
    if depth(&bytes[..bytes.len().min(offset + 1)]) >= MAX_DEPTH {
        invalid(offset, format!("nested deeper than {} levels", MAX_DEPTH - 1))
    } else {
        invalid(offset, error.to_string())
    }
}

/// The depth that `serde_json` refuses.
const MAX_DEPTH: usize = 128;

fn invalid(offset: usize, reason: String) -> Fault {
    let loc = vec!["body".into(), Segment::Offset(offset)];
    Fault::new("json_invalid", loc, format!("JSON decode error: {reason}")).with("error", reason)
}

/// The byte that `serde_json` points at by line and column.
fn offset(bytes: &[u8], error: &serde_json::Error) -> usize {
    if error.is_eof() {
        return bytes.len();
    }
    let before = error.line().saturating_sub(1);
    let start: usize = bytes.split_inclusive(|&byte| byte == b'\n').take(before).map(<[u8]>::len).sum();
    start + error.column().saturating_sub(1)
}

/// How deep the text is nested at its end.
fn depth(bytes: &[u8]) -> usize {
    let (mut depth, mut in_text, mut escaped) = (0_usize, false, false);
    for &byte in bytes {
        match byte {
            _ if escaped => escaped = false,
            b'\\' if in_text => escaped = true,
            b'"' => in_text = !in_text,
            b'[' | b'{' if !in_text => depth += 1,
            b']' | b'}' if !in_text => depth = depth.saturating_sub(1),
            _ => {}
        }
    }
    depth
}

/// serde's words without the value they are about, which may be a secret.
pub(super) fn without_values(message: &str) -> &str {
    let shows_value = ["invalid type: ", "invalid value: ", "unknown variant ", "unknown field "];
    if !shows_value.iter().any(|start| message.starts_with(start)) {
        return message;
    }
    match message.rfind(", expected ") {
        Some(comma) => &message[comma + 2..],
        None => "the value is not accepted",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn offset_of(text: &str) -> usize {
        match parse(text.as_bytes()).unwrap_err().loc[1] {
            Segment::Offset(offset) => offset,
            ref other => panic!("{other:?}"),
        }
    }

    #[test]
    fn points_at_the_byte_that_breaks_the_text() {
        assert_eq!(offset_of(r#"{"name": Foo}"#), 9);
        assert_eq!(offset_of("{\n  \"a\": 1,\n  x}"), 14);
    }

    #[test]
    fn an_early_end_is_the_end() {
        assert_eq!(offset_of(r#"{"a": "#), 6);
        assert_eq!(offset_of(""), 0);
    }

    #[test]
    fn too_deep_nesting_is_named() {
        let fault = parse("[".repeat(200).as_bytes()).unwrap_err();
        assert_eq!(fault.message, "JSON decode error: nested deeper than 127 levels");
        let objects = parse("{\"a\": ".repeat(200).as_bytes()).unwrap_err();
        assert!(objects.message.ends_with("nested deeper than 127 levels"), "{}", objects.message);
        let brackets_in_text = format!("[\"{}\", x]", "[".repeat(200));
        assert!(parse(brackets_in_text.as_bytes()).unwrap_err().message.contains("expected value"));
        assert!(parse(format!("{}{}", "[".repeat(127), "]".repeat(127)).as_bytes()).is_ok());
    }

    #[test]
    fn bytes_that_are_no_text_are_named() {
        let fault = parse(b"\"a\xff\"").unwrap_err();
        assert_eq!(fault.message, "JSON decode error: invalid UTF-8 at byte 2");
    }

    #[test]
    fn values_are_cut_from_serdes_words() {
        let message = "invalid value: string \"pass, expected word\", expected even length at line 1 column 9";
        assert_eq!(without_values(message), "expected even length at line 1 column 9");
        assert_eq!(
            without_values("duplicate field `a` at line 1 column 12"),
            "duplicate field `a` at line 1 column 12"
        );
    }
}
