//! What a type looks like on the wire, as constant data, and the rules its values must keep.
//!
//! This module knows nothing of OpenAPI or HTTP: the document, the collecting validator and the test client's
//! assertions are all readers of the same [`Node`] tree. `#[derive(Schema)]` and `#[payload]` write it.

pub(crate) mod derived;
#[cfg(any(
    feature = "chrono",
    feature = "jiff",
    feature = "rust_decimal",
    feature = "time",
    feature = "url",
    feature = "uuid"
))]
mod foreign;
mod identity;
mod in_text;
mod key;
pub(crate) mod limits;
mod node;
mod rule;
mod std_impls;

pub use identity::{Definition, Name};
pub use in_text::InText;
pub use key::Key;
pub use node::{Field, Flags, Format, Integer, Node, Object, Shape, Tagging, Union, Variant};
pub use rule::{Limit, Measure, Pattern, Rule};

use garde::Report;
use garde::error::Path;

/// A type whose wire form is known at compile time.
///
/// Derive it (`#[derive(Schema)]`, or `#[payload]` which derives everything else too); implement it by hand only for a
/// type whose `Serialize`/`Deserialize` are written by hand.
///
/// # Examples
/// ```
/// use aiserve::schema::{Name, Node, Schema};
///
/// struct Celsius(f64);
///
/// impl Schema for Celsius {
///     const NODE: Node = <f64 as Schema>::NODE;
///     const NAME: Name = Name::plain("Celsius");
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no JSON Schema",
    label = "this type must implement `Schema`",
    note = "put `#[payload]` or `#[derive(aiserve::Schema)]` on `{Self}`; for a foreign type put `#[schema(as = KnownType)]` on the field"
)]
pub trait Schema {
    /// The schema at the point of use: a reference for derived types, the whole schema otherwise.
    const NODE: Node;
    /// The schema itself. Equal to [`NODE`](Self::NODE) except for derived types.
    const BODY: Node = Self::NODE;
    /// The name a generic type's component name is made of.
    const NAME: Name;
    /// Whether a field of this type may be absent when read, because serde takes absence for `null`.
    const OPTIONAL: bool = Self::NODE.is_optional();
    /// Whether [`check`](Self::check) can never find anything, so that collections need not look at their elements.
    const INERT: bool = true;

    /// Whether the type tells absence from `null` by the name it asks a deserializer for, which serde's own derives do
    /// not look at: they read such a field with `#[serde(default)]`.
    #[doc(hidden)]
    const BY_NAME: bool = false;

    /// How a value is told by texts, where it is a parameter.
    #[doc(hidden)]
    const IN_TEXT: InText = InText::of(&Self::BODY);

    /// Reports every rule that `self`, already decoded, breaks. `parent` gives the path of `self`.
    fn check(&self, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        let _ = (parent, report);
    }

    /// What every field of this type has in common.
    #[doc(hidden)]
    const FIELD: Field = Field { node: Self::NODE, flags: Flags::OPTIONAL_IN.when(Self::OPTIONAL), ..Field::PLAIN };

    /// As [`check`](Self::check), for a value one step further than `parent`.
    #[doc(hidden)]
    fn check_at(&self, step: impl derived::Step, parent: &mut dyn FnMut() -> Path, report: &mut Report) {
        if !Self::INERT {
            self.check(&mut || step.from(parent), report);
        }
    }

    /// As [`check`](Self::check), for each element of a slice; types with a faster way to clear many at once override it.
    fn check_each(items: &[Self], parent: &mut dyn FnMut() -> Path, report: &mut Report)
    where
        Self: Sized,
    {
        if Self::INERT {
            return;
        }
        for (index, item) in items.iter().enumerate() {
            item.check(&mut || parent().join(index), report);
        }
    }
}
