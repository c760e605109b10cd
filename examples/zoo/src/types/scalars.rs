//! Numbers and truth.

use aiserve::prelude::*;

/// Whole numbers of every width.
#[payload]
pub(crate) struct Whole {
    byte: u8,
    short: u16,
    word: u32,
    long: u64,
    signed_byte: i8,
    signed_short: i16,
    signed_word: i32,
    signed_long: i64,
}

/// Numbers with limits.
#[payload]
pub(crate) struct Limited {
    /// From 1 to 10.
    #[garde(range(min = 1, max = 10))]
    stars: u8,
    /// Above 0, below 100.
    #[schema(gt = 0, lt = 100)]
    share: i32,
    /// A multiple of 5.
    #[schema(multiple_of = 5)]
    steps: i32,
    #[garde(range(min = -273.15))]
    celsius: f64,
    #[garde(range(max = 3))]
    retries: Option<i16>,
}

/// Truth, letters and nothing.
#[payload]
pub(crate) struct Small {
    is_open: bool,
    letter: char,
    nothing: (),
    maybe: Option<bool>,
}

/// A number with a name of its own.
#[payload]
pub(crate) struct Metres(#[garde(range(min = 0.0))] f64);

/// A number that is written as it is.
#[payload]
#[serde(transparent)]
pub(crate) struct Seconds {
    seconds: u32,
}
