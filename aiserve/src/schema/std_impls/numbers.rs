//! Numbers and booleans. serde writes numbers as JSON numbers, and infinities as `null`, which is why they are refused.

use std::num::NonZero;

use garde::Report;
use garde::error::Path;

use crate::schema::limits::refuse_not_finite;
use crate::schema::{Integer, Name, Node, Schema};

macro_rules! integers {
    ($($ty:ident $min:expr, $max:expr, $format:literal);* $(;)?) => {$(
        impl Schema for $ty {
            const NODE: Node = Node::Integer(Integer { min: $min, max: $max, format: $format });
            const NAME: Name = Name::plain(stringify!($ty));
        }
    )*};
}

macro_rules! small_integers {
    ($($ty:ident $format:literal),* $(,)?) => {
        integers! { $($ty $ty::MIN as i128, $ty::MAX as i128, $format);* }
    };
}

small_integers!(
    u8 "uint8", u16 "uint16", u32 "uint32", u64 "uint64", usize "uint64",
    i8 "int8", i16 "int16", i32 "int32", i64 "int64", isize "int64",
);

// The upper half of `u128` cannot be said in the tree's terms; no JSON number of that size survives a client either.
integers! { i128 i128::MIN, i128::MAX, ""; u128 0, i128::MAX, "" }

macro_rules! non_zero {
    ($($ty:ident $min:expr, $format:literal);* $(;)?) => {$(
        impl Schema for NonZero<$ty> {
            const NODE: Node = Node::Integer(Integer { min: $min, max: NonZero::<$ty>::MAX.get() as i128, format: $format });
            const NAME: Name = <$ty as Schema>::NAME;
        }
    )*};
}

// That a signed number is not zero has no place in the tree: serde refuses it all the same.
non_zero! {
    u8 1, "uint8"; u16 1, "uint16"; u32 1, "uint32"; u64 1, "uint64"; usize 1, "uint64";
    i8 i8::MIN as i128, "int8"; i16 i16::MIN as i128, "int16"; i32 i32::MIN as i128, "int32";
    i64 i64::MIN as i128, "int64"; isize isize::MIN as i128, "int64"; i128 i128::MIN, "";
}

impl Schema for NonZero<u128> {
    const NODE: Node = Node::Integer(Integer { min: 1, max: i128::MAX, format: "" });
    const NAME: Name = <u128 as Schema>::NAME;
}

macro_rules! floats {
    ($($ty:ident),*) => {$(
        impl Schema for $ty {
            const NODE: Node = Node::Number($ty::MAX as f64);
            const NAME: Name = Name::plain(stringify!($ty));
            const INERT: bool = false;

            fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                if !self.is_finite() {
                    refuse_not_finite(parent, report);
                }
            }

            /// Clears a whole slice by one pass without branches, and looks closer only if that finds something.
            fn check_each(items: &[Self], parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                if items.iter().fold(true, |all, item| all & item.is_finite()) {
                    return;
                }
                for (index, item) in items.iter().enumerate() {
                    item.check(&mut || parent().join(index), report);
                }
            }
        }
    )*};
}

floats!(f32, f64);

impl Schema for bool {
    const NODE: Node = Node::Bool;
    const NAME: Name = Name::plain("bool");
}
