//! Lists, tuples, sets and maps.

use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::sync::Arc;

use aiserve::prelude::*;

/// Lists.
#[payload]
pub(crate) struct Lists {
    bytes: Vec<u8>,
    queue: VecDeque<i32>,
    rows: Vec<Vec<f64>>,
    maybe: Vec<Option<bool>>,
    shared: Arc<[String]>,
}

/// Lists of a length that is known.
#[payload]
pub(crate) struct Tuples {
    fixed: [i8; 3],
    pair: (String, u8),
    nested: Vec<(bool, Option<u8>)>,
}

/// Lists without duplicates.
#[payload]
pub(crate) struct Sets {
    words: BTreeSet<String>,
    numbers: BTreeSet<u8>,
}

/// A key of a map.
#[payload]
#[derive(PartialEq, Eq, Hash)]
#[serde(rename_all = "lowercase")]
pub(crate) enum Label {
    Good,
    Bad,
}

/// Objects with free keys.
#[payload]
pub(crate) struct Maps {
    texts: HashMap<String, f64>,
    numbers: BTreeMap<u8, bool>,
    signed: BTreeMap<i16, Vec<u8>>,
    letters: BTreeMap<char, u8>,
    labels: HashMap<Label, u8>,
}

/// JSON of any kind.
#[payload]
pub(crate) struct Free {
    value: serde_json::Value,
    object: serde_json::Map<String, serde_json::Value>,
}

/// Lengths and elements of collections.
#[payload]
pub(crate) struct Counts {
    #[garde(length(min = 1, max = 3), inner(length(chars, min = 1)))]
    words: Vec<String>,
    #[garde(length(max = 2))]
    map: BTreeMap<String, u8>,
    #[garde(inner(range(min = 0.0, max = 1.0)))]
    shares: [f32; 2],
    #[garde(inner(inner(range(max = 9))))]
    matrix: Vec<Vec<u8>>,
}
