//! `chrono`: RFC 3339 where the type has an offset, the same without it otherwise, and a pair of numbers for durations.

use chrono::{DateTime, FixedOffset, NaiveDate, NaiveDateTime, NaiveTime, TimeDelta, Utc};

use crate::schema::{Name, Node, Schema};

/// Date and time without an offset, for which JSON Schema has no format.
const LOCAL: &str = r"^\d{4}-(0[1-9]|1[0-2])-(0[1-9]|[12]\d|3[01])T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,9})?$";

text!(DateTime<Utc> => "DateTime", name: "date-time", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: "");
text!(DateTime<FixedOffset> => "DateTime", name: "date-time", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: "");
text!(NaiveDateTime => "LocalDateTime", name: "", code: "datetime", kind: "datetime_from_date_parsing", noun: "datetime", pattern: LOCAL);
text!(NaiveDate => "Date", name: "date", code: "date", kind: "date_from_datetime_parsing", noun: "date", pattern: "");
text!(NaiveTime => "Time", name: "time", code: "time", kind: "time_parsing", noun: "time", pattern: "");

impl Schema for TimeDelta {
    const NODE: Node = Node::Tuple(&[<i64 as Schema>::NODE, <i32 as Schema>::NODE]);
    const NAME: Name = Name::plain("TimeDelta");
}
