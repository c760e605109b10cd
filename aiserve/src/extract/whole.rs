//! Whole numbers that are written with a fraction of zero: `3.0`, `1e2`.
//!
//! To JSON Schema they are integers (2020-12 Validation, section 6.1.1), to serde they are not. A body that serde refuses is
//! read once more with such numbers written as integers; a body that it takes costs nothing.

use serde::de::DeserializeOwned;
use serde_json::{Number, Value};

/// Decodes a body that serde refused, if it has such numbers and they were what serde refused.
#[cold]
pub(super) fn decode<T: DeserializeOwned>(bytes: &[u8]) -> Option<T> {
    if !bytes.iter().any(|byte| matches!(byte, b'.' | b'e' | b'E')) {
        return None;
    }
    let mut value = serde_json::from_slice(bytes).ok()?;
    rewrite(&mut value).then(|| T::deserialize(value).ok()).flatten()
}

/// Writes such numbers as integers; tells whether there were any.
fn rewrite(value: &mut Value) -> bool {
    match value {
        Value::Number(number) => {
            let Some(whole) = integer(number) else { return false };
            *number = whole;
            true
        }
        // No short circuit: each of them is rewritten.
        Value::Array(items) => items.iter_mut().fold(false, |found, item| rewrite(item) | found),
        Value::Object(fields) => fields.values_mut().fold(false, |found, field| rewrite(field) | found),
        Value::Null | Value::Bool(_) | Value::String(_) => false,
    }
}

fn integer(number: &Number) -> Option<Number> {
    let float = number.as_f64().filter(|_| number.is_f64())?;
    // Integers below the least of 64 bits are floats too by now, rounded to it.
    if float.fract() != 0.0 || float <= -9_223_372_036_854_775_808.0 {
        return None;
    }
    // Through text, which is exact; a number above 64 bits has no integer of the kind serde reads.
    let text = format!("{float:.0}");
    let text = if text == "-0" { "0" } else { &text };
    text.parse::<u64>().map(Number::from).or_else(|_| text.parse::<i64>().map(Number::from)).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_fraction_of_zero_is_none() {
        assert_eq!(decode::<Vec<i64>>(b"[1.0, -2e1, -0.0, 3]"), Some(vec![1, -20, 0, 3]));
        assert_eq!(decode::<u64>(b"18446744073709549568.0"), Some(18_446_744_073_709_549_568));
    }

    #[test]
    fn other_fractions_and_sizes_are_refused() {
        assert_eq!(decode::<i64>(b"[-9223372036854775809, 1.0]"), None);
        for body in ["1.5", "1e300", "18446744073709551616", "[1.0, \"2\"]", "\"1.0\"", "3"] {
            assert_eq!(decode::<u64>(body.as_bytes()), None, "{body}");
        }
    }
}
