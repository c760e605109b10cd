//! The rules values keep beyond their type: garde's, and the few that garde lacks.

/// One rule, with exactly the meaning it has at run time. How much of it JSON Schema can say is the document's business.
#[derive(Clone, Copy, Debug)]
#[non_exhaustive]
pub enum Rule {
    /// `garde(length(..))`: least and greatest length, inclusive.
    Length(Measure, u64, u64),
    /// `garde(range(min = ..))`: least value; exclusive (`schema(gt = ..)`) if the flag is set.
    Min(Limit, bool),
    /// `garde(range(max = ..))`: greatest value; exclusive (`schema(lt = ..)`) if the flag is set.
    Max(Limit, bool),
    /// `schema(multiple_of = ..)`.
    MultipleOf(Limit),
    /// `garde(pattern(..))`.
    Pattern(Pattern),
    /// `garde(ascii)`.
    Ascii,
    /// `garde(alphanumeric)`.
    Alphanumeric,
    /// `garde(email)`.
    Email,
    /// `garde(url)`.
    Url,
    /// `garde(ip)`.
    Ip,
    /// `garde(ipv4)`.
    Ipv4,
    /// `garde(ipv6)`.
    Ipv6,
    /// `garde(credit_card)`.
    CreditCard,
    /// `garde(phone_number)`.
    PhoneNumber,
    /// `garde(contains(..))`.
    Contains(&'static str),
    /// `garde(prefix(..))`.
    Prefix(&'static str),
    /// `garde(suffix(..))`.
    Suffix(&'static str),
    /// `garde(inner(..))`: rules of each element.
    Inner(&'static [Rule]),
    /// `garde(required)`: an `Option` that must be `Some`.
    Required,
    /// A rule only code can decide (`custom`, `matches`, limits that depend on other values): its source text.
    Custom(&'static str),
}

/// A limit of a number.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Limit {
    /// Of a whole number.
    Int(i128),
    /// Of a floating-point number.
    Float(f64),
}

/// What `garde(length(..))` counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Measure {
    /// Bytes of a string, elements of a collection: garde's default.
    Simple,
    /// UTF-8 bytes.
    Bytes,
    /// Unicode scalar values: what JSON Schema counts.
    Chars,
    /// UTF-16 code units.
    Utf16,
    /// Grapheme clusters.
    Graphemes,
}

/// A regular expression in Rust's syntax.
#[derive(Clone, Copy, Debug)]
pub enum Pattern {
    /// Written in the attribute.
    Text(&'static str),
    /// Of a `Regex` the attribute names.
    Shown(fn() -> String),
}
