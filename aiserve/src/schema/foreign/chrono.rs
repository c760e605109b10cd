//! `chrono`: RFC 3339 where the type has an offset, the same without it otherwise, and a pair of numbers for durations.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, TimeZone};
use serde::Serialize;

use crate::schema::{Format, Key, Name, Node, Schema};

/// Date and time without an offset, for which JSON Schema has no format.
const LOCAL: &str = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?$";

text!(NaiveDateTime => "LocalDateTime", name: "", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: LOCAL);
text!(NaiveDate => "Date", name: "date", code: "date", kind: "date_from_datetime_parsing", noun: "date", pattern: "");
text!(NaiveTime => "Time", name: "time", code: "time", kind: "time_parsing", noun: "time", pattern: "");

impl Schema for TimeDelta {
    const NODE: Node = Node::Tuple(&[<i64 as Schema>::NODE, <i32 as Schema>::NODE]);
    const NAME: Name = Name::plain("TimeDelta");
}

static MOMENT: Format = Format {
    name: "date-time",
    code: "datetime",
    noun: "datetime",
    pattern: "",
    length: (0, u64::MAX),
    encoding: "",
    check: |text| super::read_as::<DateTime<FixedOffset>>("datetime_from_date_parsing", text),
};

/// In any time zone: what is read and written has an offset.
impl<Tz: TimeZone> Schema for DateTime<Tz> {
    const NODE: Node = Node::Text(Some(&MOMENT));
    const NAME: Name = Name::plain("DateTime");
}

impl<Tz: TimeZone> Key for DateTime<Tz>
where
    Self: Serialize,
{
    fn text(&self) -> String {
        crate::schema::derived::key(self)
    }
}
