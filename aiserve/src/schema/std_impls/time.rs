//! The standard library's times. serde writes them as objects: `{"secs": 1, "nanos": 500000000}`.
//!
//! For ISO 8601 texts use the types of `jiff`, `chrono` or `time` with the feature of that name.

use std::time::{Duration, SystemTime};

use crate::schema::{Field, Name, Node, Object, Schema};

/// Two numbers, in serde's terms a struct without unknown fields.
const fn pair(seconds: &'static str, nanoseconds: &'static str) -> [Field; 2] {
    [
        Field { rust: seconds, name: seconds, output: seconds, node: <u64 as Schema>::NODE, ..Field::PLAIN },
        Field {
            rust: nanoseconds,
            name: nanoseconds,
            output: nanoseconds,
            node: <u32 as Schema>::NODE,
            ..Field::PLAIN
        },
    ]
}

static DURATION: [Field; 2] = pair("secs", "nanos");
static SYSTEM_TIME: [Field; 2] = pair("secs_since_epoch", "nanos_since_epoch");

impl Schema for Duration {
    const NODE: Node = Node::Object(&Object { fields: &DURATION, deny_unknown: true });
    const NAME: Name = Name::plain("Duration");
}

impl Schema for SystemTime {
    const NODE: Node = Node::Object(&Object { fields: &SYSTEM_TIME, deny_unknown: true });
    const NAME: Name = Name::plain("SystemTime");
}
