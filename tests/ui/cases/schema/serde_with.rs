//! errors: 1

use aiserve::payload;

#[payload]
struct Prompt {
    #[serde(with = "minutes")]
    wait: u64,
}

mod minutes {
    use aiserve::__private::serde::{Deserialize, Deserializer, Serializer};

    pub fn serialize<S: Serializer>(minutes: &u64, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_u64(*minutes)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<u64, D::Error> {
        u64::deserialize(deserializer)
    }
}

fn main() {}
