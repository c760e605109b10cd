//! `rust_decimal`: written as text; read from text or from a number.

use rust_decimal::Decimal;

use crate::schema::limits::{Limited, Number, Of};
use crate::schema::{Format, Limit, Name, Node, Schema, Shape, Tagging, Union, Variant};

static TEXT: Format = Format {
    name: "",
    code: "decimal",
    noun: "decimal",
    pattern: r"^[+-]?\d{1,28}(\.\d+)?$",
    length: (0, u64::MAX),
    encoding: "",
    check: |text| super::read_as::<Decimal>("", text),
};

/// `Decimal::MAX`, as near as a float comes to it from below.
const GREATEST: f64 = 7.922_816_251_426_433e28;

const READ: Node = Node::Union(&Union {
    variants: &[
        Variant { rust: "Text", shape: Shape::Newtype, content: Node::Text(Some(&TEXT)), ..Variant::PLAIN },
        Variant { rust: "Number", shape: Shape::Newtype, content: Node::Number(GREATEST), ..Variant::PLAIN },
    ],
    tagging: Tagging::Untagged,
    deny_unknown: false,
});

impl Schema for Decimal {
    const NODE: Node = Node::Split(&READ, &Node::Text(Some(&TEXT)));
    const NAME: Name = Name::plain("Decimal");
}

impl Number for Decimal {
    fn is_multiple(self, of: Self) -> bool {
        self.checked_rem(of).is_some_and(|rest| rest.is_zero())
    }
}

impl Limited for Decimal {
    type Size = Self;

    fn size(&self) -> Option<Self> {
        Some(*self)
    }
}

impl Of<Decimal> {
    /// The limit as data, as near as a float comes to it.
    #[allow(clippy::cast_precision_loss)]
    pub const fn limit(self) -> Limit {
        let (mut value, mut scale) = (self.0.mantissa() as f64, self.0.scale());
        while scale > 0 {
            value /= 10.0;
            scale -= 1;
        }
        Limit::Float(value)
    }
}
