//! Limits of numbers.

use aiserve::prelude::*;

const LARGEST: u64 = 10_000_000_000;

/// Of whole numbers.
#[payload]
pub(crate) struct WholeLimits {
    #[garde(range(min = 1, max = 10))]
    between: u8,
    #[garde(range(min = -5))]
    least: i64,
    #[garde(range(max = LARGEST))]
    most: u64,
    #[schema(gt = 0, lt = 10)]
    inside: i32,
    #[schema(multiple_of = 5)]
    fives: u16,
    #[garde(range(equal = 7))]
    seven: Option<u8>,
}

/// Of numbers with a fraction.
#[payload]
pub(crate) struct FloatLimits {
    #[garde(range(min = 0.0, max = 1.0))]
    between: f64,
    #[schema(gt = 0.0, lt = 0.5)]
    inside: f64,
    #[garde(range(min = 0.1))]
    single: f32,
    #[schema(multiple_of = 0.25)]
    quarters: f64,
}

/// Of elements.
#[payload]
pub(crate) struct ElementLimits {
    #[garde(inner(range(min = 0, max = 16)))]
    pixels: Vec<i16>,
    #[garde(inner(range(min = 1)))]
    maybe: Option<u8>,
}
