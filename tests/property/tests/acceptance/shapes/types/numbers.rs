//! Numbers of every width, and booleans.

use std::num::NonZero;

use aiserve::prelude::*;

/// Whole numbers without a sign.
#[payload]
pub(crate) struct Unsigned {
    byte: u8,
    short: u16,
    int: u32,
    long: u64,
    size: usize,
    counted: NonZero<u32>,
}

/// Whole numbers with a sign.
#[payload]
pub(crate) struct Signed {
    byte: i8,
    short: i16,
    int: i32,
    long: i64,
    size: isize,
}

/// Whole numbers of 128 bits.
#[payload]
pub(crate) struct Wide {
    signed: i128,
    unsigned: u128,
}

/// Numbers with a fraction.
#[payload]
pub(crate) struct Floats {
    single: f32,
    double: f64,
    maybe: Option<f64>,
}

/// Yes or no.
#[payload]
pub(crate) struct Switches {
    on: bool,
    maybe: Option<bool>,
    nothing: (),
}
