//! Schemas of the standard library's types.

use super::{Integer, Name, Node, Schema};

macro_rules! integers {
    ($($ty:ident $format:literal),* $(,)?) => {$(
        impl Schema for $ty {
            const NODE: Node = Node::Integer(Integer { min: $ty::MIN as i128, max: $ty::MAX as i128, format: $format });
            const NAME: Name = Name::plain(stringify!($ty));
        }
    )*};
}

integers!(u8 "uint8", u16 "uint16", u32 "uint32", u64 "uint64", i8 "int8", i16 "int16", i32 "int32", i64 "int64");

impl Schema for String {
    const NODE: Node = Node::Text(None);
    const NAME: Name = Name::plain("String");
}

impl Schema for bool {
    const NODE: Node = Node::Bool;
    const NAME: Name = Name::plain("bool");
}

impl Schema for f64 {
    const NODE: Node = Node::Number(f64::MAX);
    const NAME: Name = Name::plain("f64");
}

impl<T: Schema> Schema for Option<T> {
    const NODE: Node = Node::Option(&T::NODE);
    const NAME: Name = Name::generic("Option", &[T::NAME]);
    const INERT: bool = T::INERT;
}

impl<T: Schema> Schema for Vec<T> {
    const NODE: Node = Node::Array(&T::NODE);
    const NAME: Name = Name::generic("Vec", &[T::NAME]);
    const INERT: bool = T::INERT;

    fn check(&self, parent: &mut dyn FnMut() -> garde::error::Path, report: &mut garde::Report) {
        T::check_each(self, parent, report);
    }
}
