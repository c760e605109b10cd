//! Rules of a field that may be absent: those of the value, if it was sent.

use garde::Error;
use garde::rules::ip::{Ip, IpKind};
use garde::rules::length;
use garde::rules::pattern::{Matcher, Pattern};
use garde::rules::range::{Bounds, OutOfBounds};
use garde::rules::{alphanumeric, ascii, contains, prefix, suffix};

use super::Patch;
use crate::schema::limits::{Elements, Limited};

macro_rules! of_the_value {
    ($($(#[$feature:meta])? $rule:path: $method:ident($($name:ident: $ty:ty),*) -> $result:ty, $absent:expr;)*) => {$(
        $(#[$feature])?
        impl<T: $rule> $rule for Patch<T> {
            fn $method(&self, $($name: $ty),*) -> $result {
                self.as_sent().map_or($absent, |value| value.$method($($name),*))
            }
        }
    )*};
}

of_the_value! {
    ascii::Ascii: validate_ascii() -> bool, true;
    alphanumeric::Alphanumeric: validate_alphanumeric() -> bool, true;
    contains::Contains: validate_contains(part: &str) -> bool, true;
    prefix::Prefix: validate_prefix(part: &str) -> bool, true;
    suffix::Suffix: validate_suffix(part: &str) -> bool, true;
    length::simple::Simple: validate_length(min: usize, max: usize) -> Result<(), Error>, Ok(());
    length::bytes::Bytes: validate_num_bytes(min: usize, max: usize) -> Result<(), Error>, Ok(());
    length::chars::Chars: validate_num_chars(min: usize, max: usize) -> Result<(), Error>, Ok(());
    length::utf16::Utf16CodeUnits: validate_num_code_units(min: usize, max: usize) -> Result<(), Error>, Ok(());
    #[cfg(feature = "unicode")]
    length::graphemes::Graphemes: validate_num_graphemes(min: usize, max: usize) -> Result<(), Error>, Ok(());
    #[cfg(feature = "email")]
    garde::rules::email::Email: validate_email() -> Result<(), garde::rules::email::InvalidEmail>, Ok(());
    #[cfg(feature = "url")]
    garde::rules::url::Url: validate_url() -> Result<(), garde::rules::url::InvalidUrl>, Ok(());
    #[cfg(feature = "credit-card")]
    garde::rules::credit_card::CreditCard: validate_credit_card()
        -> Result<(), garde::rules::credit_card::InvalidCreditCard>, Ok(());
    #[cfg(feature = "phone-number")]
    garde::rules::phone_number::PhoneNumber: validate_phone_number()
        -> Result<(), garde::rules::phone_number::InvalidPhoneNumber>, Ok(());
}

impl<T: Ip> Ip for Patch<T> {
    type Error = T::Error;

    fn validate_ip(&self, kind: IpKind) -> Result<(), T::Error> {
        self.as_sent().map_or(Ok(()), |value| value.validate_ip(kind))
    }
}

impl<T: Pattern> Pattern for Patch<T> {
    fn validate_pattern<M: Matcher>(&self, matcher: &M) -> bool {
        self.as_sent().is_none_or(|value| value.validate_pattern(matcher))
    }
}

impl<T: Bounds> Bounds for Patch<T> {
    type Size = T::Size;

    const MIN: T::Size = T::MIN;
    const MAX: T::Size = T::MAX;

    fn validate_bounds(&self, min: T::Size, max: T::Size) -> Result<(), OutOfBounds> {
        self.as_sent().map_or(Ok(()), |value| value.validate_bounds(min, max))
    }
}

impl<T: Limited> Limited for Patch<T> {
    type Size = T::Size;

    fn size(&self) -> Option<T::Size> {
        self.as_sent().and_then(T::size)
    }
}

impl<T: Elements> Elements for Patch<T> {
    type Element = T::Element;

    fn for_each(&self, visit: &mut dyn FnMut(&T::Element, Option<usize>)) {
        if let Self::Sent(value) = self {
            value.for_each(visit);
        }
    }
}
