//! The rules of one field or argument, as garde and `#[schema(..)]` attributes state them.

use proc_macro2::{Span, TokenStream};
use syn::{Expr, LitStr};

/// Everything that a field's `#[garde(..)]` and the limits of its `#[schema(..)]` say.
#[derive(Default)]
pub(crate) struct FieldRules {
    /// `#[garde(skip)]`: the value is not looked at.
    pub(crate) skip: Option<Span>,
    /// `#[garde(dive)]`: the value checks itself.
    pub(crate) dive: Option<Span>,
    /// Whether there is any garde attribute.
    pub(crate) garde: bool,
    /// The rules, garde's and ours, in source order.
    pub(crate) rules: Vec<FieldRule>,
}

impl FieldRules {
    /// Whether there is nothing to check beyond what the type itself checks.
    pub(crate) fn is_empty(&self) -> bool {
        self.rules.is_empty()
    }

    /// Whether the limits garde does not know are all there is.
    pub(crate) fn ours(&self) -> impl Iterator<Item = &FieldRule> {
        self.rules.iter().filter(|rule| rule.kind.is_ours())
    }
}

/// One rule.
pub(crate) struct FieldRule {
    /// Its name in the attribute.
    pub(crate) span: Span,
    /// Which rule it is.
    pub(crate) kind: RuleKind,
    /// Whether its arguments are known at compile time; otherwise it is documented as a custom rule.
    pub(crate) constant: bool,
    /// Its source text, for the document.
    pub(crate) text: String,
}

/// Which rule it is, with its arguments.
pub(crate) enum RuleKind {
    /// A rule without arguments.
    Plain(PlainRule),
    /// `length(..)`
    Length(LengthMode, Range),
    /// `range(..)`
    Range(Range),
    /// `contains(..)`, `prefix(..)` or `suffix(..)`.
    Affix(Affix, Expr),
    /// `pattern(..)` with the pattern itself.
    Pattern(LitStr),
    /// `pattern(..)` with the name of a regular expression.
    Matcher(Expr),
    /// `matches(other.field)`
    Matches(TokenStream),
    /// `custom(..)`
    Custom(Expr),
    /// `inner(..)`: of each element.
    Inner(Vec<FieldRule>),
    /// `if(cond = .., ..)`
    If(Expr, Vec<FieldRule>),
    /// `schema(gt = ..)`, `schema(lt = ..)` or `schema(multiple_of = ..)`.
    Limit(LimitKind, Expr),
}

impl RuleKind {
    /// Whether garde lacks the rule.
    pub(crate) fn is_ours(&self) -> bool {
        matches!(self, Self::Limit(..))
    }
}

/// A rule without arguments.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum PlainRule {
    Ascii,
    Alphanumeric,
    Email,
    Url,
    Ip,
    Ipv4,
    Ipv6,
    CreditCard,
    PhoneNumber,
    Required,
}

/// What `length` counts.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LengthMode {
    Simple,
    Bytes,
    Chars,
    Utf16,
    Graphemes,
}

/// Which part of a text a rule asks for.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum Affix {
    Contains,
    Prefix,
    Suffix,
}

/// A limit garde lacks.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(crate) enum LimitKind {
    Above,
    Below,
    MultipleOf,
}

/// Inclusive bounds; `equal` sets both.
pub(crate) struct Range {
    pub(crate) min: Option<Expr>,
    pub(crate) max: Option<Expr>,
}
