//! The range of bytes that a request wants (RFC 9110, section 14).

use std::ops::Range;

use http::HeaderMap;
use http::header::RANGE;

use crate::describe::{Content, Replies, Reply};
use crate::schema::Node;

/// The replies to a request for a range or under a condition, but for 206, which is a part of the documented 200 and as
/// such nothing that a client which did not ask for it has to expect.
pub(super) const REPLIES: Replies = Replies::Many(&[
    Reply { status: 304, description: "The client has this state of the file.", content: Content::Empty, headers: &[] },
    Reply { status: 412, description: "The file is in another state.", content: Content::Problem(""), headers: &[] },
    Reply {
        status: 416,
        description: "No part of the file is in the range.",
        content: Content::Problem(""),
        headers: &[("content-range", "The length of the file.", Node::Text(None))],
    },
]);

/// What of a file is wanted.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Wanted {
    Whole,
    Part(Range<u64>),
    /// A range that has no byte of the file.
    Nothing,
}

/// Reads the range. What is malformed, of another unit, or of several parts counts as no range, as section 14.2 allows.
pub(super) fn wanted(request: &HeaderMap, length: u64) -> Wanted {
    let mut fields = request.get_all(RANGE).iter();
    let (Some(field), None) = (fields.next(), fields.next()) else { return Wanted::Whole };
    let range =
        field.to_str().ok().and_then(|text| text.strip_prefix("bytes=")).and_then(|range| range.split_once('-'));
    let Some((first, last)) = range else { return Wanted::Whole };
    match (number(first.trim()), number(last.trim())) {
        (Some(Some(first)), Some(last)) => {
            let end = last.map_or(length, |last| last.saturating_add(1).min(length));
            match last {
                Some(last) if last < first => Wanted::Whole,
                _ if first >= length => Wanted::Nothing,
                _ => Wanted::Part(first..end),
            }
        }
        (Some(None), Some(Some(0))) => Wanted::Nothing,
        (Some(None), Some(Some(_))) if length == 0 => Wanted::Nothing,
        (Some(None), Some(Some(count))) => Wanted::Part(length.saturating_sub(count)..length),
        _ => Wanted::Whole,
    }
}

/// A number or nothing; `None` for anything else.
#[expect(clippy::option_option, reason = "absent and wrong are two things")]
fn number(text: &str) -> Option<Option<u64>> {
    if text.is_empty() {
        return Some(None);
    }
    // A sign is no digit, though Rust would take it.
    text.bytes().all(|byte| byte.is_ascii_digit()).then(|| Some(text.parse().unwrap_or(u64::MAX)))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(range: &'static str) -> Wanted {
        wanted(&HeaderMap::from_iter([(RANGE, http::HeaderValue::from_static(range))]), 10)
    }

    #[test]
    fn one_range_is_a_part() {
        let cases = [("0-0", 0..1), ("2-", 2..10), ("-3", 7..10), ("9-99", 9..10), ("-99", 0..10)];
        for (range, part) in cases {
            let range: &'static str = format!("bytes={range}").leak();
            assert_eq!(of(range), Wanted::Part(part), "{range}");
        }
        assert_eq!(of("bytes=5-99999999999999999999"), Wanted::Part(5..10));
    }

    #[test]
    fn a_range_beyond_the_end_is_nothing() {
        for range in ["bytes=10-", "bytes=10-20", "bytes=-0", "bytes=99999999999999999999-"] {
            assert_eq!(of(range), Wanted::Nothing, "{range}");
        }
    }

    #[test]
    fn what_is_no_single_range_is_the_whole() {
        for range in ["bytes=", "bytes=-", "bytes=5-2", "bytes=0-1,3-4", "lines=0-1", "bytes=+1-2", "bytes=a-b", "0-1"]
        {
            assert_eq!(of(range), Wanted::Whole, "{range}");
        }
    }
}
