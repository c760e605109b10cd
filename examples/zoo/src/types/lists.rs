//! Lists, tuples and maps.

use std::collections::{BTreeMap, HashMap};

use aiserve::prelude::*;

/// Lists.
#[payload]
pub(crate) struct Lists {
    #[garde(length(min = 1, max = 3))]
    few: Vec<String>,
    #[garde(inner(range(min = 0, max = 9)))]
    digits: Vec<u8>,
    pair: [f64; 2],
    mixed: (u8, String, bool),
    nested: Vec<Vec<i32>>,
}

/// Maps.
#[payload]
pub(crate) struct Keyed {
    ages: BTreeMap<String, u8>,
    by_number: HashMap<u32, bool>,
    points: HashMap<String, Point>,
}

/// A place on a plane.
#[payload]
pub(crate) struct Point {
    x: f64,
    y: f64,
}

/// Two values in a row.
#[payload]
pub(crate) struct Range(u32, u32);

impl Point {
    /// Where the axes meet.
    pub(crate) const ORIGIN: Self = Self { x: 0.0, y: 0.0 };
}
