//! Tuples. serde writes them as arrays with a schema for each place.

use garde::Report;
use garde::error::Path;

use crate::schema::{Name, Node, Schema};

macro_rules! tuples {
    ($(($($ty:ident $index:tt),+)),* $(,)?) => {$(
        impl<$($ty: Schema),+> Schema for ($($ty,)+) {
            const NODE: Node = Node::Tuple(&[$($ty::NODE),+]);
            const NAME: Name = Name::generic("Tuple", &[$($ty::NAME),+]);
            const INERT: bool = $($ty::INERT)&&+;

            fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                $(self.$index.check(&mut || parent().join($index as usize), report);)+
            }
        }
    )*};
}

tuples! {
    (A 0),
    (A 0, B 1),
    (A 0, B 1, C 2),
    (A 0, B 1, C 2, D 3),
    (A 0, B 1, C 2, D 3, E 4),
    (A 0, B 1, C 2, D 3, E 4, F 5),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10),
    (A 0, B 1, C 2, D 3, E 4, F 5, G 6, H 7, I 8, J 9, K 10, L 11),
}
