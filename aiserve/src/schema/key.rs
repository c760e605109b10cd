//! Types that can be keys of a JSON object: whatever serde writes as text there.

use std::borrow::Cow;
use std::num::NonZero;
use std::path::PathBuf;
use std::rc::Rc;
use std::sync::Arc;

use super::Schema;

/// A type whose values are keys of a JSON object: texts, numbers, booleans, enums of unit variants, and newtypes of
/// these. Derived together with [`Schema`].
///
/// # Examples
/// ```
/// use std::collections::HashMap;
///
/// use aiserve::payload;
///
/// #[payload]
/// #[derive(PartialEq, Eq, Hash)]
/// enum Label {
///     Good,
///     Bad,
/// }
///
/// #[payload]
/// struct Scores {
///     by_label: HashMap<Label, f32>,
/// }
/// ```
#[diagnostic::on_unimplemented(
    message = "`{Self}` cannot be a key of a JSON object",
    label = "keys are texts, numbers, booleans, enums of unit variants, and newtypes of these",
    note = "a list of pairs, `Vec<(K, V)>`, has keys of any type"
)]
pub trait Key: Schema {
    /// The key as it stands in the object, for the place of a mistake.
    fn text(&self) -> String;
}

macro_rules! displayed {
    ($($ty:ty),* $(,)?) => {$(
        impl $crate::schema::Key for $ty {
            fn text(&self) -> String {
                self.to_string()
            }
        }
    )*};
}
#[allow(unused_imports, reason = "which features use it differs")]
pub(super) use displayed;

displayed!(str, String, char, bool, f32, f64);
displayed!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);
displayed!(std::net::IpAddr, std::net::Ipv4Addr, std::net::Ipv6Addr);

macro_rules! non_zero {
    ($($ty:ty),*) => {
        displayed!($(NonZero<$ty>),*);
    };
}

non_zero!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

impl Key for PathBuf {
    fn text(&self) -> String {
        self.display().to_string()
    }
}

macro_rules! pointers {
    ($([$($generics:tt)*] $ty:ty),* $(,)?) => {$(
        impl<$($generics)*> Key for $ty {
            fn text(&self) -> String {
                T::text(self)
            }
        }
    )*};
}

pointers! {
    [T: Key + ?Sized] Box<T>,
    [T: Key + ?Sized] Arc<T>,
    [T: Key + ?Sized] Rc<T>,
    [T: Key + ?Sized] &T,
    [T: Key + ToOwned + ?Sized] Cow<'_, T>,
}
