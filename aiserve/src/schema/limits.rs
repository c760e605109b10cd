//! Limits of numbers: the three rules garde lacks, and limits as constants whatever the number's type.

use std::num::NonZero;

use garde::error::Path;
use garde::{Error, Report};

use super::Limit;

/// Message of a number that is no number or infinite.
pub(crate) const NOT_FINITE: &str = "not a finite number";

/// A limit of the number type `T`. [`limit`](Of::limit) exists for the types that a limit can have.
#[derive(Debug)]
pub struct Of<T>(pub T);

macro_rules! limits {
    ($($ty:ty => $variant:ident as $to:ty),* $(,)?) => {$(
        impl Of<$ty> {
            /// The limit as data.
            #[allow(clippy::cast_lossless, clippy::cast_possible_wrap)]
            pub const fn limit(self) -> Limit {
                Limit::$variant(self.0 as $to)
            }
        }
    )*};
}

limits! {
    u8 => Int as i128, u16 => Int as i128, u32 => Int as i128, u64 => Int as i128, usize => Int as i128,
    i8 => Int as i128, i16 => Int as i128, i32 => Int as i128, i64 => Int as i128, isize => Int as i128,
    i128 => Int as i128, f32 => Float as f64, f64 => Float as f64,
}

impl Of<u128> {
    /// The limit as data; beyond what JSON readers can hold, the greatest such.
    pub const fn limit(self) -> Limit {
        const GREATEST: u128 = i128::MAX.cast_unsigned();
        Limit::Int(if self.0 > GREATEST { i128::MAX } else { self.0.cast_signed() })
    }
}

/// A number with an order and a remainder.
pub trait Number: Copy + PartialOrd + std::fmt::Display {
    /// Whether it is a whole multiple of another.
    fn is_multiple(self, of: Self) -> bool;
}

macro_rules! whole_numbers {
    ($($ty:ty),*) => {$(
        impl Number for $ty {
            fn is_multiple(self, of: Self) -> bool {
                of != 0 && self % of == 0
            }
        }
    )*};
}

whole_numbers!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

macro_rules! floats {
    ($($ty:ty),*) => {$(
        impl Number for $ty {
            /// As JSON Schema readers do it: the quotient is whole. A remainder would call 0.3 no multiple of 0.1.
            fn is_multiple(self, of: Self) -> bool {
                let quotient = self / of;
                (quotient - quotient.round()).abs() <= <$ty>::EPSILON * quotient.abs().max(1.0)
            }
        }
    )*};
}

floats!(f32, f64);

/// A type whose values have a size that `gt`, `lt` and `multiple_of` look at.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has no size that `gt`, `lt` or `multiple_of` could limit",
    label = "not a number",
    note = "these limits are for numbers and `Option`s of them"
)]
pub trait Limited {
    /// The number type.
    type Size: Number;

    /// The size, if there is a value.
    fn size(&self) -> Option<Self::Size>;
}

macro_rules! limited {
    ($($ty:ty),*) => {$(
        impl Limited for $ty {
            type Size = Self;

            fn size(&self) -> Option<Self> {
                Some(*self)
            }
        }
        )*};
}

limited!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize, f32, f64);

macro_rules! limited_non_zero {
    ($($ty:ty),*) => {$(
        impl Limited for NonZero<$ty> {
            type Size = $ty;

            fn size(&self) -> Option<$ty> {
                Some(self.get())
            }
        }
    )*};
}

limited_non_zero!(u8, u16, u32, u64, u128, usize, i8, i16, i32, i64, i128, isize);

impl<T: Limited> Limited for Option<T> {
    type Size = T::Size;

    fn size(&self) -> Option<T::Size> {
        self.as_ref().and_then(T::size)
    }
}

/// `schema(gt = ..)`.
///
/// # Errors
/// The value is not above the limit.
pub fn above<T: Limited>(value: &T, limit: T::Size) -> Result<(), Error> {
    keep(value, |size| size > limit, || format!("not greater than {limit}"))
}

/// `schema(lt = ..)`.
///
/// # Errors
/// The value is not below the limit.
pub fn below<T: Limited>(value: &T, limit: T::Size) -> Result<(), Error> {
    keep(value, |size| size < limit, || format!("not less than {limit}"))
}

/// `schema(multiple_of = ..)`.
///
/// # Errors
/// The value is not a multiple.
pub fn multiple_of<T: Limited>(value: &T, of: T::Size) -> Result<(), Error> {
    keep(value, |size| size.is_multiple(of), || format!("not a multiple of {of}"))
}

fn keep<T: Limited>(value: &T, kept: impl Fn(T::Size) -> bool, text: impl Fn() -> String) -> Result<(), Error> {
    match value.size() {
        Some(size) if !kept(size) => Err(Error::new(text())),
        _ => Ok(()),
    }
}

/// Reports a number that is no number or infinite. JSON cannot say it, but a text parameter can, and garde's `range` lets
/// it pass.
pub(super) fn refuse_not_finite(parent: &mut dyn FnMut() -> Path, report: &mut Report) {
    report.append(parent(), Error::new(NOT_FINITE));
}

/// The element type of what `garde(inner(..))` looks into.
#[diagnostic::on_unimplemented(message = "`inner` cannot look into `{Self}`", label = "not a list or `Option`")]
pub trait Elements {
    /// The element.
    type Element;
}

impl<T> Elements for Vec<T> {
    type Element = T;
}

impl<T> Elements for Box<[T]> {
    type Element = T;
}

impl<T> Elements for &[T] {
    type Element = T;
}

impl<T, const N: usize> Elements for [T; N] {
    type Element = T;
}

impl<T> Elements for Option<T> {
    type Element = T;
}

/// The length of a `garde(length(..))` as data.
pub const fn length(length: usize) -> u64 {
    length as u64
}
