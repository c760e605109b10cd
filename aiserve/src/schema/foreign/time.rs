//! `time`, as its feature `serde-human-readable` writes it: with a space between date and time.
//!
//! For RFC 3339 put `#[serde(with = "time::serde::rfc3339")]` and `#[schema(as = ..)]` on the field.

use time::{Date, Duration, OffsetDateTime, PrimitiveDateTime, Time};

const TIME: &str = r"^\d{1,2}:[0-5]\d:[0-5]\d\.\d{1,9}$";
const LOCAL: &str = r"^[+-]?\d{4,6}-\d\d-\d\d \d{1,2}:[0-5]\d:[0-5]\d\.\d{1,9}$";
const OFFSET: &str = r"^[+-]?\d{4,6}-\d\d-\d\d \d{1,2}:[0-5]\d:[0-5]\d\.\d{1,9} [+-]\d\d:[0-5]\d:[0-5]\d$";
/// Seconds, a point, and their fraction.
const SECONDS: &str = r"^[+-]?\d{1,18}\.\d{1,9}$";

text!(Date => "Date", name: "date", code: "date", kind: "date_from_datetime_parsing", noun: "date", pattern: "");
text!(Time => "Time", name: "", code: "time", kind: "time_parsing", noun: "time", pattern: TIME);
text!(PrimitiveDateTime => "LocalDateTime", name: "", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: LOCAL);
text!(OffsetDateTime => "DateTime", name: "", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: OFFSET);
text!(Duration => "Duration", name: "", code: "time_delta", kind: "", noun: "timedelta", pattern: SECONDS);
