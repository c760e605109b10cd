//! Limits of numbers and lengths: what is broken, and how it is told.

use serde_json::{Number, Value};

use super::walk::Walk;
use crate::problem::Fault;
use crate::schema::{Limit, Measure, Rule};

/// A number, compared without loss where it is whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub(super) enum Exact {
    Whole(i128),
    Float(f64),
}

/// Where `i128` ends.
const HUGE: f64 = 1.7e38;

impl Exact {
    /// A whole number of any size: beyond 128 bits, close enough to be compared with limits.
    pub(super) fn whole(text: &str) -> Option<Self> {
        if let Ok(number) = text.parse() {
            return Some(Self::Whole(number));
        }
        let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
        let is_whole = !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit());
        is_whole.then(|| text.parse().ok().map(Self::Float)).flatten()
    }

    pub(super) fn from(number: &Number) -> Self {
        match (number.as_i128(), number.as_f64()) {
            (Some(whole), _) => Self::Whole(whole),
            (None, float) => Self::Float(float.unwrap_or(f64::INFINITY)),
        }
    }

    pub(super) fn has_fraction(self) -> bool {
        matches!(self, Self::Float(number) if number.is_finite() && number.fract() != 0.0)
    }

    fn as_f64(self) -> f64 {
        match self {
            #[allow(clippy::cast_precision_loss, reason = "limits beyond 2^53 are compared as whole numbers first")]
            Self::Whole(number) => number as f64,
            Self::Float(number) => number,
        }
    }

    fn is_below(self, limit: Limit) -> bool {
        match (self, limit) {
            (Self::Whole(number), Limit::Int(limit)) => number < limit,
            (Self::Float(number), Limit::Int(limit)) if number.abs() >= HUGE => number < 0.0 && limit > i128::MIN,
            (number, limit) => number.as_f64() < float(limit),
        }
    }

    fn is_above(self, limit: Limit) -> bool {
        match (self, limit) {
            (Self::Whole(number), Limit::Int(limit)) => number > limit,
            (Self::Float(number), Limit::Int(_)) if number.abs() >= HUGE => number > 0.0,
            (number, limit) => number.as_f64() > float(limit),
        }
    }

    /// The number as a single-precision value, where its type is that.
    fn single(self) -> Self {
        #[allow(clippy::cast_possible_truncation, reason = "the very rounding that decoding does")]
        Self::Float(f64::from(self.as_f64() as f32))
    }

    fn is_multiple(self, of: Limit) -> bool {
        match (self, of) {
            (_, Limit::Int(0)) => true,
            (Self::Whole(number), Limit::Int(step)) => number % step == 0,
            (number, step) => {
                let quotient = number.as_f64() / float(step);
                (quotient - quotient.round()).abs() <= f64::EPSILON * quotient.abs().max(1.0)
            }
        }
    }
}

fn float(limit: Limit) -> f64 {
    match limit {
        #[allow(clippy::cast_precision_loss, reason = "a float is compared, so the limit must be one")]
        Limit::Int(limit) => limit as f64,
        Limit::Float(limit) => limit,
    }
}

/// A broken limit: its type, message and parameters.
#[derive(Debug)]
pub(super) struct Broken {
    kind: &'static str,
    message: String,
    context: Vec<(&'static str, Value)>,
}

impl Broken {
    pub(super) fn fault(self, walk: &Walk) -> Fault {
        let fault = walk.fault(self.kind, self.message);
        self.context.into_iter().fold(fault, |fault, (name, value)| fault.with(name, value))
    }

    fn limit(kind: &'static str, phrase: &str, name: &'static str, limit: Limit) -> Self {
        Self {
            kind,
            message: format!("Input should be {phrase} {}", shown(limit)),
            context: vec![(name, number(limit))],
        }
    }
}

fn shown(limit: Limit) -> String {
    match limit {
        Limit::Int(limit) => limit.to_string(),
        Limit::Float(limit) if limit.abs() < 1e16 => limit.to_string(),
        Limit::Float(limit) => format!("{limit:e}"),
    }
}

fn number(limit: Limit) -> Value {
    match limit {
        Limit::Int(limit) => match (i64::try_from(limit), u64::try_from(limit)) {
            (Ok(small), _) => small.into(),
            (_, Ok(large)) => large.into(),
            _ => float(Limit::Int(limit)).into(),
        },
        Limit::Float(limit) => limit.into(),
    }
}

/// The limit of a type that a number exceeds.
pub(super) fn outside(value: Exact, min: Limit, max: Limit) -> Option<Broken> {
    broken(value, &Rule::Min(min, false)).or_else(|| broken(value, &Rule::Max(max, false)))
}

/// Whether a number breaks one of these rules.
pub(super) fn breaks_any(value: Exact, rules: &[Rule]) -> bool {
    rules.iter().any(|rule| broken(value, rule).is_some())
}

/// What a number of a type breaks; `single` if its type is single-precision.
pub(super) fn broken_number(value: Exact, single: bool, rule: &Rule) -> Option<Broken> {
    broken(if single { value.single() } else { value }, rule)
}

fn broken(value: Exact, rule: &Rule) -> Option<Broken> {
    match *rule {
        Rule::Min(limit, false) if value.is_below(limit) => {
            Some(Broken::limit("greater_than_equal", "greater than or equal to", "ge", limit))
        }
        Rule::Min(limit, true) if !value.is_above(limit) => {
            Some(Broken::limit("greater_than", "greater than", "gt", limit))
        }
        Rule::Max(limit, false) if value.is_above(limit) => {
            Some(Broken::limit("less_than_equal", "less than or equal to", "le", limit))
        }
        Rule::Max(limit, true) if !value.is_below(limit) => Some(Broken::limit("less_than", "less than", "lt", limit)),
        Rule::MultipleOf(step) if !value.is_multiple(step) => {
            Some(Broken::limit("multiple_of", "a multiple of", "multiple_of", step))
        }
        _ => None,
    }
}

/// Whether a text breaks one of the length rules.
pub(super) fn breaks_length(text: &str, rules: &[Rule]) -> bool {
    rules.iter().any(|rule| broken_text(text, rule).is_some())
}

/// The length rule that a text breaks.
pub(super) fn broken_text(text: &str, rule: &Rule) -> Option<Broken> {
    let Rule::Length(measure, min, max) = *rule else { return None };
    let (length, unit) = match measure {
        Measure::Simple | Measure::Bytes => (text.len(), "byte"),
        Measure::Chars => (text.chars().count(), "character"),
        Measure::Utf16 => (text.encode_utf16().count(), "UTF-16 unit"),
        // Only garde's own segmentation can count these; its report has the outcome.
        Measure::Graphemes => return None,
    };
    text_length(length as u64, min, max, unit)
}

/// What a text of this length breaks.
pub(super) fn text_length(length: u64, min: u64, max: u64, unit: &str) -> Option<Broken> {
    let (kind, name, phrase, limit) = match length {
        _ if length < min => ("string_too_short", "min_length", "at least", min),
        _ if length > max => ("string_too_long", "max_length", "at most", max),
        _ => return None,
    };
    let plural = if limit == 1 { "" } else { "s" };
    let message = format!("String should have {phrase} {limit} {unit}{plural}");
    Some(Broken { kind, message, context: vec![(name, limit.into())] })
}

/// What a collection of this many elements breaks.
pub(super) fn item_count(kind: &'static str, count: u64, min: u64, max: u64) -> Option<Broken> {
    let (code, name, phrase, limit) = match count {
        _ if count < min => ("too_short", "min_length", "at least", min),
        _ if count > max => ("too_long", "max_length", "at most", max),
        _ => return None,
    };
    let plural = if limit == 1 { "" } else { "s" };
    let message = format!("{kind} should have {phrase} {limit} item{plural} after validation, not {count}");
    let context = vec![("field_type", kind.into()), (name, limit.into()), ("actual_length", count.into())];
    Some(Broken { kind: code, message, context })
}
