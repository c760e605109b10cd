//! What no rule that we run ourselves may say: contradictions, repetitions, and rules whose feature is off.

use proc_macro2::Ident;
use quote::ToTokens;
use syn::{Expr, ExprLit, ExprUnary, Lit, UnOp};

use crate::ctxt::Ctxt;
use crate::ir::rules::{FieldRule, FieldRules, LengthMode, PlainRule, Range, RuleKind};

/// Reports every contradiction in the rules of one field.
pub(crate) fn check(rules: &FieldRules, ctxt: &Ctxt) {
    if let Some(span) = rules.skip
        && (rules.dive.is_some() || rules.rules.iter().any(|rule| !rule.kind.is_ours()))
    {
        ctxt.error_at(Ident::new("skip", span), "`skip` leaves no room for other rules");
    }
    each(&rules.rules, ctxt);
}

/// Reports rules that need the value around the checked one, which an endpoint's argument has not.
pub(crate) fn check_alone(rules: &FieldRules, ctxt: &Ctxt) {
    each_alone(&rules.rules, ctxt);
}

fn each_alone(rules: &[FieldRule], ctxt: &Ctxt) {
    for rule in rules {
        if !rule.constant || matches!(rule.kind, RuleKind::Matches(_)) {
            let message = "an argument has no `self`: put the arguments into a `#[payload]` struct to compare them";
            ctxt.error_at(token(rule), message);
        }
        if let RuleKind::Inner(nested) = &rule.kind {
            each_alone(nested, ctxt);
        }
    }
}

fn each(rules: &[FieldRule], ctxt: &Ctxt) {
    for (index, rule) in rules.iter().enumerate() {
        let is_repeated = rules[..index].iter().any(|other| other.text == rule.text);
        if is_repeated && !matches!(rule.kind, RuleKind::Custom(_)) {
            ctxt.error_at(token(rule), format!("`{}` is already there", rule.text));
        }
        if let Some(feature) = missing_feature(&rule.kind) {
            let message = format!(
                "this rule needs aiserve's feature `{feature}`: `aiserve = {{ version = \"..\", features = [\"{feature}\"] }}`"
            );
            ctxt.error_at(token(rule), message);
        }
        match &rule.kind {
            RuleKind::Length(_, range) | RuleKind::Range(range) => ordered(range, ctxt),
            RuleKind::Pattern(pattern) => regular(pattern, ctxt),
            RuleKind::Inner(nested) | RuleKind::If(_, nested) => each(nested, ctxt),
            _ => {}
        }
    }
}

/// A token at the rule's name.
fn token(rule: &FieldRule) -> impl ToTokens {
    Ident::new("rule", rule.span)
}

/// The feature that a rule needs and that is off.
fn missing_feature(kind: &RuleKind) -> Option<&'static str> {
    let (feature, is_on) = match kind {
        RuleKind::Plain(PlainRule::Email) => ("email", cfg!(feature = "email")),
        RuleKind::Plain(PlainRule::Url) => ("url", cfg!(feature = "url")),
        RuleKind::Plain(PlainRule::CreditCard) => ("credit-card", cfg!(feature = "credit-card")),
        RuleKind::Plain(PlainRule::PhoneNumber) => ("phone-number", cfg!(feature = "phone-number")),
        RuleKind::Pattern(_) | RuleKind::Matcher(_) => ("pattern", cfg!(feature = "pattern")),
        RuleKind::Length(LengthMode::Graphemes, _) => ("unicode", cfg!(feature = "unicode")),
        _ => return None,
    };
    (!is_on).then_some(feature)
}

/// Reports literal limits that nothing can keep.
fn ordered(range: &Range, ctxt: &Ctxt) {
    let Range { min: Some(min), max: Some(max) } = range else { return };
    if let (Some(least), Some(greatest)) = (number(min), number(max))
        && least > greatest
    {
        ctxt.error_at(max, format!("nothing is at least {least} and at most {greatest}"));
    }
}

/// The value of a number literal, negative ones included.
fn number(value: &Expr) -> Option<f64> {
    match value {
        Expr::Lit(ExprLit { lit: Lit::Int(number), .. }) => number.base10_parse().ok(),
        Expr::Lit(ExprLit { lit: Lit::Float(number), .. }) => number.base10_parse().ok(),
        Expr::Unary(ExprUnary { op: UnOp::Neg(_), expr, .. }) => number(expr).map(|number| -number),
        _ => None,
    }
}

/// Reports a pattern that is no regular expression, which would otherwise panic at the first request.
#[cfg(feature = "pattern")]
fn regular(pattern: &syn::LitStr, ctxt: &Ctxt) {
    if let Err(error) = regex::Regex::new(&pattern.value()) {
        ctxt.error_at(pattern, format!("not a regular expression: {error}"));
    }
}

#[cfg(not(feature = "pattern"))]
fn regular(_: &syn::LitStr, _: &Ctxt) {}
