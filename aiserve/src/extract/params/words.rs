//! How a text is read as a number or a boolean. The one place: both passes, decoding and collecting, use it.

use std::str::FromStr;

/// FastAPI's words for a boolean, in any case.
pub(crate) fn boolean(text: &str) -> Option<bool> {
    const TRUE: [&str; 6] = ["true", "1", "yes", "on", "t", "y"];
    const FALSE: [&str; 6] = ["false", "0", "no", "off", "f", "n"];
    let is_any = |words: &[&str]| words.iter().any(|word| text.eq_ignore_ascii_case(word));
    if is_any(&TRUE) {
        Some(true)
    } else if is_any(&FALSE) {
        Some(false)
    } else {
        None
    }
}

/// A whole number within the bounds of its type.
pub(crate) fn whole<T: FromStr>(text: &str) -> Option<T> {
    text.parse().ok()
}

/// A finite number.
pub(crate) fn double(text: &str) -> Option<f64> {
    text.parse().ok().filter(|value: &f64| value.is_finite())
}

/// A number that is finite as an `f32`.
pub(crate) fn single(text: &str) -> Option<f32> {
    text.parse().ok().filter(|value: &f32| value.is_finite())
}

pub(super) fn character(text: &str) -> Option<char> {
    let mut chars = text.chars();
    chars.next().filter(|_| chars.next().is_none())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn booleans_are_fastapis_words_in_any_case() {
        assert_eq!(["1", "TRUE", "On", "t", "Yes", "y"].map(boolean), [Some(true); 6]);
        assert_eq!(["0", "False", "oFF", "f", "no", "N"].map(boolean), [Some(false); 6]);
        assert_eq!(["", "2", "tru", " true"].map(boolean), [None; 4]);
    }

    #[test]
    fn numbers_must_be_finite() {
        assert_eq!(["nan", "inf", "-infinity", "1e999", ""].map(double), [None; 5]);
        assert_eq!(["1e39", "NaN"].map(single), [None; 2]);
        assert_eq!(double("1e0"), Some(1.0));
    }

    #[test]
    fn whole_numbers_keep_the_bounds_of_their_type() {
        assert_eq!(whole::<u8>("256"), None);
        assert_eq!(whole::<u64>("-1"), None);
        assert_eq!(whole::<i64>("5.0"), None);
        assert_eq!(whole::<i8>("-128"), Some(-128));
    }
}
