//! Conditions of a request on the state of a file (RFC 9110, section 13).

use std::hash::{DefaultHasher, Hasher};
use std::time::{Duration, SystemTime, UNIX_EPOCH};

use http::HeaderMap;
use http::header::{
    HeaderName, HeaderValue, IF_MATCH, IF_MODIFIED_SINCE, IF_NONE_MATCH, IF_RANGE, IF_UNMODIFIED_SINCE, RANGE,
};

/// What is to be sent.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Verdict {
    Whole,
    /// A range, if it is one of the file's.
    Range,
    NotModified,
    /// The client does not want this state of the file.
    Failed,
}

/// The tag of a file by its length and the time it was changed.
pub(super) fn tag_of_time(length: u64, modified: Option<SystemTime>) -> HeaderValue {
    let since = modified.and_then(|modified| modified.duration_since(UNIX_EPOCH).ok()).unwrap_or_default();
    tag(&format!("\"{:x}-{length:x}\"", since.as_nanos()))
}

/// The tag of bytes.
pub(super) fn tag_of_bytes(bytes: &[u8]) -> HeaderValue {
    let mut hasher = DefaultHasher::new();
    hasher.write(bytes);
    tag(&format!("\"{:x}-{:x}\"", hasher.finish(), bytes.len()))
}

fn tag(text: &str) -> HeaderValue {
    HeaderValue::from_str(text).expect("digits in quotes")
}

/// Evaluates the conditions in the order of RFC 9110, section 13.2.2.
pub(super) fn verdict(request: &HeaderMap, tag: &HeaderValue, modified: Option<SystemTime>) -> Verdict {
    let changed_after = |date: SystemTime| modified.is_none_or(|modified| seconds(modified) > seconds(date));
    let failed = if request.contains_key(IF_MATCH) {
        // No tag of ours is weak, so that strong and weak comparison differ in the client's tags alone.
        !names(request, &IF_MATCH, tag, false)
    } else {
        date(request, &IF_UNMODIFIED_SINCE).is_some_and(changed_after)
    };
    if failed {
        return Verdict::Failed;
    }
    let is_known = if request.contains_key(IF_NONE_MATCH) {
        names(request, &IF_NONE_MATCH, tag, true)
    } else {
        date(request, &IF_MODIFIED_SINCE).is_some_and(|date| !changed_after(date))
    };
    if is_known {
        return Verdict::NotModified;
    }
    if !request.contains_key(RANGE) {
        return Verdict::Whole;
    }
    let is_same = match request.get(IF_RANGE) {
        None => true,
        Some(sent) if sent == tag => true,
        Some(_) => date(request, &IF_RANGE).is_some_and(|date| modified.is_some_and(|at| seconds(at) == seconds(date))),
    };
    if is_same { Verdict::Range } else { Verdict::Whole }
}

/// Whether a list of tags has this one, or is `*`.
fn names(request: &HeaderMap, field: &HeaderName, tag: &HeaderValue, weakly: bool) -> bool {
    let lists = request.get_all(field).iter().filter_map(|value| value.to_str().ok());
    lists.flat_map(|list| list.split(',')).map(str::trim).any(|sent| {
        let sent = if weakly { sent.strip_prefix("W/").unwrap_or(sent) } else { sent };
        sent == "*" || sent.as_bytes() == tag.as_bytes()
    })
}

fn date(request: &HeaderMap, field: &HeaderName) -> Option<SystemTime> {
    httpdate::parse_http_date(request.get(field)?.to_str().ok()?).ok()
}

/// Dates of HTTP have whole seconds.
fn seconds(time: SystemTime) -> Duration {
    Duration::from_secs(time.duration_since(UNIX_EPOCH).unwrap_or_default().as_secs())
}

#[cfg(test)]
mod tests {
    use super::*;

    const BEFORE: &str = "Sun, 06 Nov 1994 08:49:36 GMT";
    const AT: &str = "Sun, 06 Nov 1994 08:49:37 GMT";

    fn judged(fields: &[(HeaderName, &'static str)]) -> Verdict {
        let fields = fields.iter().map(|(name, value)| (name.clone(), HeaderValue::from_static(value)));
        let at = httpdate::parse_http_date(AT).unwrap() + Duration::from_millis(500);
        verdict(&fields.collect(), &HeaderValue::from_static("\"a\""), Some(at))
    }

    #[test]
    fn without_conditions_all_is_sent() {
        assert_eq!(judged(&[]), Verdict::Whole);
        assert_eq!(judged(&[(RANGE, "bytes=0-1")]), Verdict::Range);
    }

    #[test]
    fn a_state_that_the_client_has_is_not_sent_again() {
        for list in ["\"a\"", "\"b\", W/\"a\"", "*"] {
            assert_eq!(judged(&[(IF_NONE_MATCH, list), (IF_MODIFIED_SINCE, BEFORE)]), Verdict::NotModified, "{list}");
        }
        assert_eq!(judged(&[(IF_NONE_MATCH, "\"b\""), (IF_MODIFIED_SINCE, AT)]), Verdict::Whole);
        assert_eq!(judged(&[(IF_MODIFIED_SINCE, AT)]), Verdict::NotModified);
        assert_eq!(judged(&[(IF_MODIFIED_SINCE, BEFORE)]), Verdict::Whole);
        assert_eq!(judged(&[(IF_MODIFIED_SINCE, "yesterday")]), Verdict::Whole);
    }

    #[test]
    fn a_state_that_the_client_does_not_want_fails() {
        assert_eq!(judged(&[(IF_MATCH, "\"b\", W/\"a\"")]), Verdict::Failed);
        assert_eq!(judged(&[(IF_MATCH, "\"b\", \"a\""), (IF_UNMODIFIED_SINCE, BEFORE)]), Verdict::Whole);
        assert_eq!(judged(&[(IF_UNMODIFIED_SINCE, BEFORE)]), Verdict::Failed);
        assert_eq!(judged(&[(IF_UNMODIFIED_SINCE, AT)]), Verdict::Whole);
    }

    #[test]
    fn a_range_of_another_state_is_not_sent() {
        assert_eq!(judged(&[(RANGE, "bytes=0-1"), (IF_RANGE, "\"a\"")]), Verdict::Range);
        assert_eq!(judged(&[(RANGE, "bytes=0-1"), (IF_RANGE, AT)]), Verdict::Range);
        for other in ["\"b\"", "W/\"a\"", BEFORE] {
            assert_eq!(judged(&[(RANGE, "bytes=0-1"), (IF_RANGE, other)]), Verdict::Whole, "{other}");
        }
    }
}
