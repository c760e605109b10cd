//! The calls that enforce the rules of a field: garde's own functions, and ours for the limits garde lacks.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, Type};

use crate::ir::rules::{Affix, FieldRule, FieldRules, LengthMode, LimitKind, PlainRule, Range, RuleKind};

/// A function that checks the rules of a value on its own:
/// `fn(&ty, &mut dyn FnMut() -> Path, &mut Report)`.
pub(crate) fn check_fn(rules: &FieldRules, ty: &Type) -> TokenStream {
    let statements = checks(rules, &quote!(__aiserve_value));
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

/// Statements that append what `value` (an expression of type `&T`) breaks to `__aiserve_report`, at
/// `__aiserve_parent()`.
pub(crate) fn checks(rules: &FieldRules, value: &TokenStream) -> TokenStream {
    rules.rules.iter().map(|rule| check(rule, value)).collect()
}

/// As [`checks`], of the rules garde's derive does not run.
pub(crate) fn own_checks(rules: &FieldRules, value: &TokenStream) -> TokenStream {
    rules.ours().map(|rule| check(rule, value)).collect()
}

fn check(rule: &FieldRule, value: &TokenStream) -> TokenStream {
    let (module, arguments) = match &rule.kind {
        RuleKind::Plain(kind) => plain(*kind),
        RuleKind::Length(mode, range) => length(*mode, range),
        RuleKind::Range(Range { min, max }) => {
            let side = |value: &Option<Expr>| {
                value
                    .as_ref()
                    .map_or(quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
            };
            let (min, max) = (side(min), side(max));
            (quote!(range), quote!((#min, #max)))
        }
        RuleKind::Affix(affix, value) => match affix {
            Affix::Contains => (quote!(contains), quote!((&#value,))),
            Affix::Prefix => (quote!(prefix), quote!((&#value,))),
            Affix::Suffix => (quote!(suffix), quote!((&#value,))),
        },
        RuleKind::Pattern(text) => (quote!(pattern), literal_pattern(text)),
        RuleKind::Matcher(value) => (quote!(pattern), quote!((&#value,))),
        RuleKind::Matches(other) => (quote!(matches), quote!((stringify!(#other), &self.#other))),
        RuleKind::Custom(function) => {
            return record(rule, &quote_spanned!(rule.span=> (#function)(#value, &())));
        }
        RuleKind::Inner(nested) => return inner(rule, nested, value),
        RuleKind::If(condition, nested) => {
            let nested: TokenStream = nested.iter().map(|rule| check(rule, value)).collect();
            return quote!(if #condition { #nested });
        }
        RuleKind::Limit(kind, limit) => {
            let function = match kind {
                LimitKind::Above => quote!(above),
                LimitKind::Below => quote!(below),
                LimitKind::MultipleOf => quote!(multiple_of),
            };
            return record(rule, &quote_spanned!(rule.span=> ::aiserve::__private::#function(#value, #limit)));
        }
    };
    record(rule, &quote_spanned!(rule.span=> ::aiserve::__private::garde::rules::#module::apply(#value, #arguments)))
}

fn record(rule: &FieldRule, result: &TokenStream) -> TokenStream {
    quote_spanned! {rule.span=>
        if let ::core::result::Result::Err(__aiserve_error) = #result {
            __aiserve_report.append(__aiserve_parent(), __aiserve_error);
        }
    }
}

fn inner(rule: &FieldRule, nested: &[FieldRule], value: &TokenStream) -> TokenStream {
    let nested: TokenStream = nested.iter().map(|rule| check(rule, &quote!(__aiserve_value))).collect();
    quote_spanned! {rule.span=>
        ::aiserve::__private::garde::rules::inner::apply(#value, |__aiserve_value, __aiserve_key| {
            let __aiserve_parent: &mut dyn FnMut() -> ::aiserve::__private::garde::error::Path =
                &mut || __aiserve_parent().join(__aiserve_key);
            #nested
        });
    }
}

fn plain(kind: PlainRule) -> (TokenStream, TokenStream) {
    let ip = |kind: TokenStream| (quote!(ip), quote!((::aiserve::__private::garde::rules::ip::IpKind::#kind,)));
    let module = match kind {
        PlainRule::Ip => return ip(quote!(Any)),
        PlainRule::Ipv4 => return ip(quote!(V4)),
        PlainRule::Ipv6 => return ip(quote!(V6)),
        PlainRule::Ascii => quote!(ascii),
        PlainRule::Alphanumeric => quote!(alphanumeric),
        PlainRule::Email => quote!(email),
        PlainRule::Url => quote!(url),
        PlainRule::CreditCard => quote!(credit_card),
        PlainRule::PhoneNumber => quote!(phone_number),
        PlainRule::Required => quote!(required),
    };
    (module, quote!(()))
}

fn length(mode: LengthMode, range: &Range) -> (TokenStream, TokenStream) {
    let module = match mode {
        LengthMode::Simple => quote!(length::simple),
        LengthMode::Bytes => quote!(length::bytes),
        LengthMode::Chars => quote!(length::chars),
        LengthMode::Utf16 => quote!(length::utf16),
        LengthMode::Graphemes => quote!(length::graphemes),
    };
    let side = |value: &Option<Expr>, none: TokenStream| value.as_ref().map_or(none, |value| quote!(#value));
    let (min, max) = (side(&range.min, quote!(0)), side(&range.max, quote!(usize::MAX)));
    (module, quote!((#min, #max)))
}

fn literal_pattern(text: &syn::LitStr) -> TokenStream {
    quote! {{
        static PATTERN: ::aiserve::__private::garde::rules::pattern::regex::StaticPattern =
            ::aiserve::__private::garde::rules::pattern::regex::init_pattern!(#text);
        (&PATTERN,)
    }}
}
