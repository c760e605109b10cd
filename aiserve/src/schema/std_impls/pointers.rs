//! Types that are on the wire what they hold: pointers, `Option` (`null` for nothing), `()` (`null`) and JSON itself.

use std::borrow::Cow;
use std::marker::PhantomData;
use std::rc::Rc;
use std::sync::Arc;

use garde::Report;
use garde::error::Path;

use crate::schema::{InText, Name, Node, Schema};

macro_rules! pointers {
    ($([$($generics:tt)*] $ty:ty),* $(,)?) => {$(
        impl<$($generics)*> Schema for $ty {
            const NODE: Node = T::NODE;
            const BODY: Node = T::BODY;
            const NAME: Name = T::NAME;
            const OPTIONAL: bool = T::OPTIONAL;
            const INERT: bool = T::INERT;
            const IN_TEXT: InText = T::IN_TEXT;

            fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
                T::check(self, parent, report);
            }
        }
    )*};
}

pointers! {
    [T: Schema + ?Sized] Box<T>,
    [T: Schema + ?Sized] Arc<T>,
    [T: Schema + ?Sized] Rc<T>,
    [T: Schema + ?Sized] &T,
    [T: Schema + ToOwned + ?Sized] Cow<'_, T>,
}

impl<T: Schema> Schema for Option<T> {
    const NODE: Node = Node::Option(&T::NODE);
    const NAME: Name = Name::generic("Option", &[T::NAME]);
    const INERT: bool = T::INERT;
    const IN_TEXT: InText = T::IN_TEXT;

    fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        if let Some(value) = self {
            value.check(parent, report);
        }
    }
}

impl Schema for () {
    const NODE: Node = Node::Null;
    const NAME: Name = Name::plain("Null");
}

impl<T: ?Sized> Schema for PhantomData<T> {
    const NODE: Node = Node::Null;
    const NAME: Name = Name::plain("Null");
}

impl Schema for serde_json::Value {
    const NODE: Node = Node::Any;
    const NAME: Name = Name::plain("Any");
}

impl Schema for serde_json::Number {
    const NODE: Node = Node::Number(f64::MAX);
    const NAME: Name = Name::plain("Number");
}

impl Schema for serde_json::Map<String, serde_json::Value> {
    const NODE: Node = Node::Map(&<String as Schema>::NODE, &Node::Any);
    const NAME: Name = Name::plain("Object");
}
