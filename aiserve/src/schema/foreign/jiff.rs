//! `jiff`: RFC 3339 and ISO 8601, durations among them.

use jiff::civil::{Date, DateTime, Time};
use jiff::{SignedDuration, Span, Timestamp, ZonedDateTime};

/// Date and time without an offset, for which JSON Schema has no format.
const LOCAL: &str = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?$";
/// A date and time whose time zone is named behind it.
const ZONED: &str = r"^\d{4}-\d\d-\d\dT\d\d:\d\d(:\d\d(\.\d{1,9})?)?(Z|[+-]\d\d(:?\d\d)?)?\[[^\]]+\]$";
/// ISO 8601 without the units whose length depends on the calendar.
const EXACT: &str = r"^[+-]?PT(?=\d)(\d{1,9}H)?(\d{1,9}M)?(\d{1,9}(\.\d{1,9})?S)?$";

text!(Timestamp => "Timestamp", name: "date-time", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: "");
text!(ZonedDateTime => "ZonedDateTime", name: "", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: ZONED);
text!(DateTime => "LocalDateTime", name: "", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: LOCAL);
text!(Date => "Date", name: "date", code: "date", kind: "date_from_datetime_parsing", noun: "date", pattern: "");
text!(Time => "Time", name: "time", code: "time", kind: "time_parsing", noun: "time", pattern: "");
text!(Span => "Span", name: "duration", code: "time_delta", kind: "", noun: "timedelta", pattern: "");
text!(SignedDuration => "SignedDuration", name: "duration", code: "time_delta", kind: "", noun: "timedelta", pattern: EXACT);
