//! The calls that enforce the rules of a field: garde's own functions, and ours for the limits garde lacks.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::{Expr, Type};

use super::schema_node;
use crate::ir::rules::{Affix, FieldRule, FieldRules, LengthMode, LimitKind, PlainRule, Range, RuleKind};

/// A function that checks the rules of a value on its own:
/// `fn(&ty, &mut dyn FnMut() -> Path, &mut Report)`.
pub(crate) fn check_fn(rules: &FieldRules, ty: &Type) -> TokenStream {
    let statements = checks(rules, &quote!(__aiserve_value), &quote!(()));
    quote! {{
        #[allow(clippy::ptr_arg, clippy::trivially_copy_pass_by_ref, unused_variables)]
        fn __aiserve_check(
            __aiserve_value: &#ty,
            __aiserve_parent: &mut dyn FnMut() -> ::aiserve::__private::garde::error::Path,
            __aiserve_report: &mut ::aiserve::__private::garde::Report,
        ) {
            #statements
        }
        __aiserve_check
    }}
}

/// Statements that append what `value` (an expression of type `&T`) breaks to `__aiserve_report`, one `step` further than
/// `__aiserve_parent()`.
pub(crate) fn checks(rules: &FieldRules, value: &TokenStream, step: &TokenStream) -> TokenStream {
    rules.rules.iter().map(|rule| check(rule, value, step)).collect()
}

/// As [`checks`], of the rules garde's derive does not run.
pub(crate) fn own_checks(rules: &FieldRules, value: &TokenStream, step: &TokenStream) -> TokenStream {
    rules.ours().map(|rule| check(rule, value, step)).collect()
}

/// `range(value, Some(1), None, "top", parent, report);`: one call, at the name of the rule.
fn check(rule: &FieldRule, inner: &TokenStream, step: &TokenStream) -> TokenStream {
    let span = rule.span;
    // The braces are what a misfit of the field's type is reported at.
    let value = quote_spanned!(span=> { #inner });
    let sink = sink(step);
    let (function, arguments) = match &rule.kind {
        RuleKind::Plain(kind) => (plain(*kind), TokenStream::new()),
        RuleKind::Length(mode, Range { min, max }) => {
            let (min, max) = (or(min.as_ref(), quote!(0)), or(max.as_ref(), quote!(usize::MAX)));
            (length(*mode), quote!(#min, #max,))
        }
        RuleKind::Range(Range { min, max }) => {
            let (min, max) = (schema_node::option(min.as_ref()), schema_node::option(max.as_ref()));
            ("range", quote!(#min, #max,))
        }
        RuleKind::Affix(affix, part) => (affixed(*affix), quote!(&#part,)),
        RuleKind::Pattern(text) => ("pattern", literal_pattern(text)),
        RuleKind::Matcher(matcher) => ("pattern", quote!(&#matcher,)),
        RuleKind::Matches(other) => ("matches", quote!(stringify!(#other), &self.#other,)),
        RuleKind::Custom(function) => {
            return quote_spanned! {span=>
                ::aiserve::__private::rules::keep((#function)(&*#value, &()), #sink);
            };
        }
        RuleKind::Inner(nested) => ("inner", of_elements(nested)),
        RuleKind::If(condition, nested) => {
            let nested: TokenStream = nested.iter().map(|rule| check(rule, inner, step)).collect();
            return quote!(if #condition { #nested });
        }
        RuleKind::Limit(kind, limit) => (limited(*kind), quote!(#limit,)),
    };
    let function = Ident::new(function, span);
    quote_spanned! {span=>
        ::aiserve::__private::rules::#function(#value, #arguments #sink);
    }
}

/// Where mistakes go: variables of the emitted functions, whose names mean the same wherever the rule was written.
pub(crate) fn sink(step: &TokenStream) -> TokenStream {
    quote!(#step, __aiserve_parent, __aiserve_report)
}

fn or(value: Option<&Expr>, none: TokenStream) -> TokenStream {
    value.map_or(none, |value| quote!(#value))
}

/// A closure that checks one element.
fn of_elements(nested: &[FieldRule]) -> TokenStream {
    let (value, step) = (quote!(__aiserve_value), quote!(()));
    let nested: TokenStream = nested.iter().map(|rule| check(rule, &value, &step)).collect();
    quote!(|__aiserve_value, __aiserve_parent, __aiserve_report| { #nested },)
}

fn plain(kind: PlainRule) -> &'static str {
    match kind {
        PlainRule::Ip => "ip",
        PlainRule::Ipv4 => "ipv4",
        PlainRule::Ipv6 => "ipv6",
        PlainRule::Ascii => "ascii",
        PlainRule::Alphanumeric => "alphanumeric",
        PlainRule::Email => "email",
        PlainRule::Url => "url",
        PlainRule::CreditCard => "credit_card",
        PlainRule::PhoneNumber => "phone_number",
        PlainRule::Required => "required",
    }
}

fn length(mode: LengthMode) -> &'static str {
    match mode {
        LengthMode::Simple => "length",
        LengthMode::Bytes => "length_bytes",
        LengthMode::Chars => "length_chars",
        LengthMode::Utf16 => "length_utf16",
        LengthMode::Graphemes => "length_graphemes",
    }
}

fn affixed(affix: Affix) -> &'static str {
    match affix {
        Affix::Contains => "contains",
        Affix::Prefix => "prefix",
        Affix::Suffix => "suffix",
    }
}

fn limited(kind: LimitKind) -> &'static str {
    match kind {
        LimitKind::Above => "above",
        LimitKind::Below => "below",
        LimitKind::MultipleOf => "multiple_of",
    }
}

fn literal_pattern(text: &syn::LitStr) -> TokenStream {
    quote! {
        {
            static PATTERN: ::aiserve::__private::garde::rules::pattern::regex::StaticPattern =
                ::aiserve::__private::garde::rules::pattern::regex::init_pattern!(#text);
            &PATTERN
        },
    }
}
