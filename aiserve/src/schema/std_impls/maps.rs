//! Maps. serde writes them as objects, and their keys (numbers, booleans, unit variants, newtypes) as text.

use std::collections::{BTreeMap, HashMap};
use std::fmt::Display;

use garde::Report;
use garde::error::Path;

use crate::schema::{Name, Node, Schema};

macro_rules! maps {
    ($([$($generics:tt)*] $ty:ty),* $(,)?) => {$(
        impl<K: Schema + Display, V: Schema $($generics)*> Schema for $ty {
            const NODE: Node = Node::Map(&K::NODE, &V::NODE);
            const NAME: Name = Name::generic("Map", &[K::NAME, V::NAME]);
            const INERT: bool = K::INERT && V::INERT;

            fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                if K::INERT && V::INERT {
                    return;
                }
                for (key, value) in self {
                    let parent: &mut dyn FnMut() -> Path = &mut || parent().join(key.to_string());
                    key.check(parent, report);
                    value.check(parent, report);
                }
            }
        }
    )*};
}

maps! {
    [, S] HashMap<K, V, S>,
    [] BTreeMap<K, V>,
    [, S] indexmap::IndexMap<K, V, S>,
}
