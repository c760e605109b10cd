//! Other crates' types: the schema, what the type reads, and how a refused text is explained agree.

use aiserve::schema::{Node, Schema};
use serde::Serialize;
use serde::de::DeserializeOwned;

/// Asserts that `good` texts are read and written, that `bad` ones are refused with the error type, and the format's name.
fn assert_text<T: Schema + Serialize + DeserializeOwned>(name: &str, kind: &str, good: &[&str], bad: &[&str]) {
    let format = match T::NODE {
        Node::Text(Some(format)) | Node::Split(_, &Node::Text(Some(format))) => format,
        other => panic!("{other:?}"),
    };
    assert_eq!(format.name, name);
    for text in good {
        assert_eq!((format.check)(text), Ok(()), "{text}");
        let value: T = serde_json::from_value((*text).into()).expect("serde agrees");
        let written = serde_json::to_value(&value).expect("plain data");
        let written = written.as_str().expect("it is written as text");
        assert_eq!((format.check)(written), Ok(()), "{text} written as {written}");
        assert_pattern(format.pattern, text);
        assert_pattern(format.pattern, written);
    }
    for text in bad {
        let (own, reason) = (format.check)(text).expect_err(text);
        let found = if own.is_empty() { format!("{}_parsing", format.code) } else { own.to_owned() };
        assert_eq!(found, kind, "{text}: {reason}");
        assert!(text.len() < 2 || !reason.contains(text), "{reason} echoes {text}");
        assert!(serde_json::from_value::<T>((*text).into()).is_err(), "serde agrees");
    }
}

/// Asserts that a pattern, as far as this crate's engine knows its syntax, lets a text pass.
fn assert_pattern(pattern: &str, text: &str) {
    if !pattern.contains("(?=") {
        let pattern = regex::Regex::new(pattern).expect("a regular expression");
        assert!(pattern.is_match(text), "{text} against {pattern}");
    }
}

#[cfg(feature = "uuid")]
#[test]
fn uuids() {
    let good = ["b3f1c2d4-5e6f-4a7b-8c9d-0e1f2a3b4c5d", "B3F1C2D4-5E6F-4A7B-8C9D-0E1F2A3B4C5D"];
    assert_text::<uuid::Uuid>("uuid", "uuid_parsing", &good, &["foo", "1", ""]);
}

#[cfg(feature = "url")]
#[test]
fn urls() {
    use std::str::FromStr;

    use aiserve::types::HttpUrl;

    assert_text::<url::Url>("uri", "url_parsing", &["ftp://example.com/x", "data:,x"], &["not a url", "/x"]);
    assert_text::<HttpUrl>("uri", "url_scheme", &["http://x.y", "HTTPS://x.y"], &["ftp://example.com"]);
    assert_text::<HttpUrl>("uri", "url_parsing", &[], &["not a url"]);
    let long = format!("https://example.com/{}", "x".repeat(2063));
    assert_text::<HttpUrl>("uri", "", &[&long], &[]);
    assert_text::<HttpUrl>("uri", "url_too_long", &[], &[&format!("{long}x")]);
    let bare = format!("http://{}", "x.".repeat(1038));
    assert_eq!((bare.len(), HttpUrl::from_str(&bare).unwrap().as_str().len()), (2083, 2084));
    assert_eq!(serde_json::to_value(HttpUrl::from_str(&bare).unwrap()).unwrap(), bare, "no longer than documented");
    assert!(HttpUrl::try_from(url::Url::parse(&bare).unwrap()).is_err(), "it has no shorter form");
    let Node::Text(Some(format)) = HttpUrl::NODE else { panic!("a text") };
    assert_eq!(format.length, (1, 2083), "the schema says so too");
}

#[cfg(feature = "jiff")]
#[test]
fn jiff() {
    use jiff::civil::{Date, DateTime, Time};
    use jiff::{SignedDuration, Span, Timestamp};

    let moments = ["2024-03-01T10:00:00Z", "2024-03-01T05:00:00.250-03:30"];
    let no_moments = ["soon", "2024-13-01T00:00:00Z", "2024-03-01T10:00:00"];
    assert_text::<Timestamp>("date-time", "datetime_from_date_parsing", &moments, &no_moments);
    assert_text::<DateTime>("", "datetime_from_date_parsing", &["2024-03-01T10:00:00.5"], &["soon"]);
    assert_text::<Date>("date", "date_from_datetime_parsing", &["2024-02-29"], &["2023-02-29", "x"]);
    assert_text::<Time>("time", "time_parsing", &["14:23:55.003"], &["noon"]);
    assert_text::<Span>("duration", "time_delta_parsing", &["PT5M", "P1DT2H", "-PT90S"], &["a while"]);
    assert_text::<SignedDuration>("duration", "time_delta_parsing", &["PT5M", "-PT90S"], &["P1D", "a while"]);
}

#[cfg(feature = "chrono")]
#[test]
fn chrono() {
    use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

    let moments = ["2024-03-01T10:00:00Z", "2024-03-01T05:00:00.250-03:30"];
    assert_text::<DateTime<Utc>>("date-time", "datetime_from_date_parsing", &moments, &["soon"]);
    assert_text::<DateTime<FixedOffset>>(
        "date-time",
        "datetime_from_date_parsing",
        &moments,
        &["2024-13-01T00:00:00Z"],
    );
    assert_text::<NaiveDateTime>("", "datetime_from_date_parsing", &["2024-03-01T10:00:00"], &["soon"]);
    assert_text::<NaiveDate>("date", "date_from_datetime_parsing", &["2024-02-29"], &["2023-02-29"]);
    assert_text::<NaiveTime>("time", "time_parsing", &["14:23:55.003"], &["noon"]);
    assert_eq!(crate::node::<TimeDelta>(), "(int64, int32)");
    let written = serde_json::to_value(TimeDelta::milliseconds(1500)).expect("plain data");
    assert_eq!(written, serde_json::json!([1, 500_000_000]));
}

#[cfg(feature = "time")]
#[test]
fn time() {
    use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

    assert_text::<Date>("date", "date_from_datetime_parsing", &["2024-02-29"], &["2023-02-29"]);
    assert_text::<Time>("", "time_parsing", &["14:23:55.003"], &["noon"]);
    assert_text::<Duration>("", "time_delta_parsing", &["1.5", "-0.25"], &["1", "soon"]);
    assert_text::<PrimitiveDateTime>("", "datetime_from_date_parsing", &["2024-03-01 10:00:00.0"], &["soon"]);
    assert_text::<OffsetDateTime>("", "datetime_from_date_parsing", &["2024-03-01 10:00:00.0 +00:00:00"], &["soon"]);
}

#[cfg(feature = "rust_decimal")]
#[test]
fn decimals() {
    use aiserve::payload;
    use rust_decimal::{Decimal, dec};

    assert_text::<Decimal>("", "decimal_parsing", &["1.10", "-3", "+0.5"], &["abc", ""]);
    assert_eq!(crate::node::<Decimal>(), "in untagged:  text<decimal> |  number out text<decimal>");
    assert!(serde_json::from_str::<Decimal>("0.1").is_ok_and(|read| read == dec!(0.1)));

    #[payload]
    struct Price {
        #[garde(range(min = dec!(0.01)))]
        #[schema(multiple_of = dec!(0.01))]
        price: Decimal,
    }
    let rules = format!("{:?}", crate::object::<Price>().fields[0].rules);
    assert_eq!(rules, "[Min(Float(0.01), false), MultipleOf(Float(0.01))]");
    assert_eq!(crate::errors(&Price { price: dec!(0.005) }).len(), 2);
}

#[cfg(feature = "base64")]
#[test]
fn base64() {
    use aiserve::types::Base64;

    assert_text::<Base64>("", "bytes_invalid_encoding", &["", "AP8=", "AA==", "AAAA"], &["A", "AP9=", "AP8", "%"]);
}
