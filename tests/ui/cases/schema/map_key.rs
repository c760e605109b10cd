//! errors: 1

use std::collections::BTreeMap;

use aiserve::payload;

#[payload]
struct Prompt {
    weights: BTreeMap<Vec<u8>, f32>,
}

fn main() {}
