//! Lists. serde writes all of them as arrays, `Bytes` too, and reads a set from an array with duplicates.

use std::collections::{BTreeSet, BinaryHeap, HashSet, LinkedList, VecDeque};

use garde::Report;
use garde::error::Path;

use crate::schema::derived::Digits;
use crate::schema::{InText, Name, Node, Schema};

impl<T: Schema> Schema for [T] {
    const NODE: Node = Node::Array(&T::NODE);
    const NAME: Name = Name::generic("Vec", &[T::NAME]);
    const INERT: bool = T::INERT;
    const IN_TEXT: InText = T::IN_TEXT.listed();

    fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        T::check_each(self, parent, report);
    }
}

impl<T: Schema> Schema for Vec<T> {
    const NODE: Node = <[T] as Schema>::NODE;
    const NAME: Name = <[T] as Schema>::NAME;
    const INERT: bool = T::INERT;
    const IN_TEXT: InText = T::IN_TEXT.listed();

    fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        T::check_each(self, parent, report);
    }
}

impl<T: Schema, const N: usize> Schema for [T; N] {
    const NODE: Node = Node::Fixed(&T::NODE, N);
    const NAME: Name = Name::generic("Array", &[T::NAME, Name::plain(const { &Digits::of(N as i128) }.text())]);
    const INERT: bool = T::INERT;
    const IN_TEXT: InText = T::IN_TEXT.listed();

    fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        T::check_each(self, parent, report);
    }
}

macro_rules! lists {
    ($($node:ident $name:literal [$($generics:tt)*] $ty:ty),* $(,)?) => {$(
        impl<T: Schema $($generics)*> Schema for $ty {
            const NODE: Node = Node::$node(&T::NODE);
            const NAME: Name = Name::generic($name, &[T::NAME]);
            const INERT: bool = T::INERT;
            const IN_TEXT: InText = T::IN_TEXT.listed();

            fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                if T::INERT {
                    return;
                }
                for (index, item) in self.iter().enumerate() {
                    item.check(&mut || parent().join(index), report);
                }
            }
        }
    )*};
}

lists! {
    Array "Vec" [] VecDeque<T>,
    Array "Vec" [] LinkedList<T>,
    Array "Vec" [] BinaryHeap<T>,
    Set "Set" [, S] HashSet<T, S>,
    Set "Set" [] BTreeSet<T>,
    Set "Set" [, S] indexmap::IndexSet<T, S>,
}

impl Schema for bytes::Bytes {
    const NODE: Node = <[u8] as Schema>::NODE;
    const NAME: Name = <[u8] as Schema>::NAME;
}
