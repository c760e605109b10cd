//! The rules that `#[payload]` runs: garde's, with an explanation where a rule does not fit a field's type.

use garde::error::Path;
use garde::rules::ip::IpKind;
use garde::rules::pattern::Matcher;
use garde::rules::range::Bounds;
use garde::{Error, Report};

use crate::schema::derived::Step;
use crate::schema::limits::{Elements, Limited, Number};

/// Gives the path of what holds the checked value, which is one [`Step`] further.
type Place<'a> = &'a mut dyn FnMut() -> Path;

/// Reports what a rule found.
pub fn keep(found: Result<(), Error>, step: impl Step, place: Place<'_>, report: &mut Report) {
    if let Err(error) = found {
        report.append(step.from(place), error);
    }
}

/// A trait for each rule, which stands for garde's and says what the rule is for.
macro_rules! fits {
    ($($(#[$feature:meta])? $name:ident: $garde:path, $message:literal, $note:literal;)*) => {$(
        /// What the rule looks at.
        $(#[$feature])?
        #[diagnostic::on_unimplemented(message = $message, label = "this rule does not fit the field's type", note = $note)]
        pub trait $name: $garde {}

        $(#[$feature])?
        #[diagnostic::do_not_recommend]
        impl<T: $garde + ?Sized> $name for T {}
    )*};
}

fits! {
    Counted: garde::rules::length::simple::Simple, "`length` has no meaning for `{Self}`",
        "`length` is for texts, collections and `Option`s of them; numbers have a `range(min = .., max = ..)`";
    InBytes: garde::rules::length::bytes::Bytes, "`length(bytes)` has no meaning for `{Self}`",
        "bytes are counted of texts and `Vec<u8>`; leave out `bytes` to count the elements of a collection";
    InChars: garde::rules::length::chars::Chars, "`length(chars)` has no meaning for `{Self}`",
        "characters are counted of texts; leave out `chars` to count the elements of a collection";
    InUtf16: garde::rules::length::utf16::Utf16CodeUnits, "`length(utf16)` has no meaning for `{Self}`",
        "UTF-16 units are counted of texts; leave out `utf16` to count the elements of a collection";
    #[cfg(feature = "unicode")]
    InGraphemes: garde::rules::length::graphemes::Graphemes, "`length(graphemes)` has no meaning for `{Self}`",
        "graphemes are counted of texts; leave out `graphemes` to count the elements of a collection";
    Requirable: garde::rules::required::Required, "`required` has no meaning for `{Self}`",
        "`required` is for an `Option` that must be there; a field of any other type must be there anyway";
    Ascii: garde::rules::ascii::Ascii, "`ascii` has no meaning for `{Self}`",
        "`ascii` is for texts and `Option`s of them; each element of a list is checked by `inner(ascii)`";
    Alphanumeric: garde::rules::alphanumeric::Alphanumeric, "`alphanumeric` has no meaning for `{Self}`",
        "`alphanumeric` is for texts and `Option`s of them; each element of a list is checked by `inner(alphanumeric)`";
    #[cfg(feature = "email")]
    Email: garde::rules::email::Email, "`email` has no meaning for `{Self}`",
        "`email` is for texts and `Option`s of them; each element of a list is checked by `inner(email)`";
    #[cfg(feature = "url")]
    Url: garde::rules::url::Url, "`url` has no meaning for `{Self}`",
        "`url` is for texts and `Option`s of them; each element of a list is checked by `inner(url)`";
    #[cfg(feature = "credit-card")]
    CreditCard: garde::rules::credit_card::CreditCard, "`credit_card` has no meaning for `{Self}`",
        "`credit_card` is for texts and `Option`s of them; each element of a list is checked by `inner(credit_card)`";
    #[cfg(feature = "phone-number")]
    PhoneNumber: garde::rules::phone_number::PhoneNumber, "`phone_number` has no meaning for `{Self}`",
        "`phone_number` is for texts and `Option`s of them; each element of a list is checked by `inner(phone_number)`";
    Address: garde::rules::ip::Ip, "`ip` has no meaning for `{Self}`",
        "`ip` is for texts and `Option`s of them; a `std::net::IpAddr` is an address without any rule";
    Containing: garde::rules::contains::Contains, "`contains` has no meaning for `{Self}`",
        "`contains` is for texts and `Option`s of them; each element of a list is checked by `inner(contains(..))`";
    Prefixed: garde::rules::prefix::Prefix, "`prefix` has no meaning for `{Self}`",
        "`prefix` is for texts and `Option`s of them; each element of a list is checked by `inner(prefix(..))`";
    Suffixed: garde::rules::suffix::Suffix, "`suffix` has no meaning for `{Self}`",
        "`suffix` is for texts and `Option`s of them; each element of a list is checked by `inner(suffix(..))`";
    Matching: garde::rules::pattern::Pattern, "`pattern` has no meaning for `{Self}`",
        "`pattern` is for texts and `Option`s of them; each element of a list is checked by `inner(pattern(..))`";
}

/// A function for each rule without arguments.
macro_rules! plain {
    ($($(#[$feature:meta])? $rule:ident: $fits:ident, $($module:ident)::+, $arguments:expr;)*) => {$(
        /// garde's rule of that name.
        $(#[$feature])?
        pub fn $rule<T: $fits>(value: &T, step: impl Step, place: Place<'_>, report: &mut Report) {
            keep(garde::rules::$($module)::+::apply(value, $arguments), step, place, report);
        }
    )*};
}

plain! {
    ascii: Ascii, ascii, ();
    alphanumeric: Alphanumeric, alphanumeric, ();
    #[cfg(feature = "email")]
    email: Email, email, ();
    #[cfg(feature = "url")]
    url: Url, url, ();
    #[cfg(feature = "credit-card")]
    credit_card: CreditCard, credit_card, ();
    #[cfg(feature = "phone-number")]
    phone_number: PhoneNumber, phone_number, ();
    required: Requirable, required, ();
    ip: Address, ip, (IpKind::Any,);
    ipv4: Address, ip, (IpKind::V4,);
    ipv6: Address, ip, (IpKind::V6,);
}

/// A function for each way to count.
macro_rules! lengths {
    ($($(#[$feature:meta])? $rule:ident: $fits:ident, $module:ident;)*) => {$(
        /// garde's rule `length` in that measure.
        $(#[$feature])?
        pub fn $rule<T: $fits>(value: &T, min: usize, max: usize, step: impl Step, place: Place<'_>, report: &mut Report) {
            keep(garde::rules::length::$module::apply(value, (min, max)), step, place, report);
        }
    )*};
}

lengths! {
    length: Counted, simple;
    length_bytes: InBytes, bytes;
    length_chars: InChars, chars;
    length_utf16: InUtf16, utf16;
    #[cfg(feature = "unicode")]
    length_graphemes: InGraphemes, graphemes;
}

/// A function for each rule about a part of a text.
macro_rules! parts {
    ($($rule:ident: $fits:ident;)*) => {$(
        /// garde's rule of that name.
        pub fn $rule<T: $fits>(value: &T, part: &str, step: impl Step, place: Place<'_>, report: &mut Report) {
            keep(garde::rules::$rule::apply(value, (part,)), step, place, report);
        }
    )*};
}

parts! {
    contains: Containing;
    prefix: Prefixed;
    suffix: Suffixed;
}

/// What `range` looks at, with limits of type `S`. A parameter, so that a misfit is one error and not two.
#[diagnostic::on_unimplemented(
    message = "`range` has no meaning for `{Self}`",
    label = "this rule does not fit the field's type",
    note = "`range` is for numbers and `Option`s of them, with limits of the number's type; texts and collections have a `length(min = .., max = ..)`"
)]
pub trait Ranged<S>: Bounds<Size = S> {}

#[diagnostic::do_not_recommend]
impl<T: Bounds<Size = S>, S> Ranged<S> for T {}

/// garde's `range`.
pub fn range<T: Ranged<S>, S>(
    value: &T,
    min: Option<S>,
    max: Option<S>,
    step: impl Step,
    place: Place<'_>,
    report: &mut Report,
) {
    keep(garde::rules::range::apply(value, (min, max)), step, place, report);
}

/// garde's `pattern`.
pub fn pattern<T: Matching, M: Matcher>(
    value: &T,
    pattern: &M,
    step: impl Step,
    place: Place<'_>,
    report: &mut Report,
) {
    keep(garde::rules::pattern::apply(value, (pattern,)), step, place, report);
}

/// garde's `matches`.
pub fn matches<T: PartialEq<O>, O>(
    value: &T,
    name: &str,
    other: &O,
    step: impl Step,
    place: Place<'_>,
    report: &mut Report,
) {
    keep(garde::rules::matches::apply(value, (name, other)), step, place, report);
}

/// garde's `inner`: rules of each element.
pub fn inner<T: Elements>(
    value: &T,
    mut check: impl FnMut(&T::Element, Place<'_>, &mut Report),
    step: impl Step,
    place: Place<'_>,
    report: &mut Report,
) {
    value.for_each(&mut |element, index| match index {
        Some(index) => check(element, &mut || step.from(place).join(index), report),
        None => check(element, &mut || step.from(place), report),
    });
}

/// What `gt`, `lt` and `multiple_of` look at, with limits of type `S`.
#[diagnostic::on_unimplemented(
    message = "`gt`, `lt` and `multiple_of` have no meaning for `{Self}`",
    label = "this rule does not fit the field's type",
    note = "these limits are for numbers and `Option`s of them, and of the number's type; texts and collections have a `#[garde(length(..))]`"
)]
pub trait Limits<S>: Limited<Size = S> {}

#[diagnostic::do_not_recommend]
impl<T: Limited<Size = S>, S> Limits<S> for T {}

/// `schema(gt = ..)`.
pub fn above<T: Limits<S>, S: Number>(value: &T, limit: S, step: impl Step, place: Place<'_>, report: &mut Report) {
    keep(crate::schema::limits::above(value, limit), step, place, report);
}

/// `schema(lt = ..)`.
pub fn below<T: Limits<S>, S: Number>(value: &T, limit: S, step: impl Step, place: Place<'_>, report: &mut Report) {
    keep(crate::schema::limits::below(value, limit), step, place, report);
}

/// `schema(multiple_of = ..)`.
pub fn multiple_of<T: Limits<S>, S: Number>(value: &T, of: S, step: impl Step, place: Place<'_>, report: &mut Report) {
    keep(crate::schema::limits::multiple_of(value, of), step, place, report);
}

/// What garde's own derive makes of a type.
#[diagnostic::on_unimplemented(
    message = "`{Self}` has `#[garde(..)]` rules that nobody runs",
    label = "derive `garde::Validate` too, or put `#[payload]` on it instead of the derives"
)]
pub trait Validated: garde::Validate<Context: Default> {}

#[diagnostic::do_not_recommend]
impl<T: garde::Validate<Context: Default>> Validated for T {}

/// Runs the rules that garde's derive has read.
pub fn validate<T: Validated>(value: &T, step: impl Step, place: Place<'_>, report: &mut Report) {
    value.validate_into(&T::Context::default(), &mut || step.from(place), report);
}
