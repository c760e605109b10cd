//! errors: 1

use std::collections::BTreeMap;

use aiserve::Schema;

#[derive(Schema)]
struct Index<K: Ord, V> {
    entries: BTreeMap<K, V>,
}

fn main() {}
