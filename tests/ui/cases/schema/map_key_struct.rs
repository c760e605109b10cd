//! errors: 1

use std::collections::BTreeMap;

use aiserve::payload;

#[payload]
#[derive(PartialEq, Eq, PartialOrd, Ord)]
struct Point {
    x: u8,
    y: u8,
}

#[payload]
struct Prompt {
    weights: BTreeMap<Point, f32>,
}

fn main() {}
