//! The rules of a field as constant data, for the document and for error codes.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::{Expr, Type};

use crate::ir::rules::{Affix, FieldRule, FieldRules, LengthMode, LimitKind, PlainRule, Range, RuleKind};

/// An expression of type `&'static [Rule]`: the rules of a value of type `ty`.
pub(crate) fn constants(rules: &FieldRules, ty: &Type) -> TokenStream {
    let ty = quote!(#ty);
    list(&rules.rules, &ty)
}

fn list(rules: &[FieldRule], ty: &TokenStream) -> TokenStream {
    let rules = rules.iter().flat_map(|rule| constant(rule, ty));
    quote!(&[#(#rules),*])
}

/// The constants of one rule: two for a `range` with both limits.
fn constant(rule: &FieldRule, ty: &TokenStream) -> Vec<TokenStream> {
    let custom = |text: &str| vec![quote!(::aiserve::schema::Rule::Custom(#text))];
    if !rule.constant {
        return custom(&rule.text);
    }
    match &rule.kind {
        RuleKind::Plain(kind) => vec![plain(*kind)],
        RuleKind::Length(mode, range) => vec![length(*mode, range)],
        RuleKind::Range(Range { min, max }) => {
            let size = quote!(<#ty as ::aiserve::__private::garde::rules::range::Bounds>::Size);
            let side = |side: TokenStream, value: &Expr| {
                let limit = limit(value, &size);
                quote!(::aiserve::schema::Rule::#side(#limit, false))
            };
            let min = min.iter().map(|value| side(quote!(Min), value));
            min.chain(max.iter().map(|value| side(quote!(Max), value))).collect()
        }
        RuleKind::Affix(affix, value) => vec![affixed(*affix, value)],
        RuleKind::Pattern(text) => {
            vec![quote!(::aiserve::schema::Rule::Pattern(::aiserve::schema::Pattern::Text(#text)))]
        }
        RuleKind::Matcher(value) => vec![quote! {
            ::aiserve::schema::Rule::Pattern(::aiserve::schema::Pattern::Shown(|| {
                ::std::borrow::ToOwned::to_owned(::aiserve::__private::garde::rules::AsStr::as_str(&#value))
            }))
        }],
        RuleKind::Inner(nested) => {
            let nested = list(nested, &quote!(<#ty as ::aiserve::__private::Elements>::Element));
            vec![quote!(::aiserve::schema::Rule::Inner(#nested))]
        }
        RuleKind::Limit(kind, value) => {
            let size = quote!(<#ty as ::aiserve::__private::Limited>::Size);
            let limit = limit(value, &size);
            vec![match kind {
                LimitKind::Above => quote!(::aiserve::schema::Rule::Min(#limit, true)),
                LimitKind::Below => quote!(::aiserve::schema::Rule::Max(#limit, true)),
                LimitKind::MultipleOf => quote!(::aiserve::schema::Rule::MultipleOf(#limit)),
            }]
        }
        RuleKind::Matches(_) | RuleKind::Custom(_) | RuleKind::If(..) => custom(&rule.text),
    }
}

/// `Of::<u8>(10).limit()`: the typed constructor tells whole numbers from floats without looking at the type's name.
fn limit(value: &Expr, size: &TokenStream) -> TokenStream {
    quote!(::aiserve::__private::Of::<#size>(#value).limit())
}

fn length(mode: LengthMode, range: &Range) -> TokenStream {
    let measure = match mode {
        LengthMode::Simple => quote!(Simple),
        LengthMode::Bytes => quote!(Bytes),
        LengthMode::Chars => quote!(Chars),
        LengthMode::Utf16 => quote!(Utf16),
        LengthMode::Graphemes => quote!(Graphemes),
    };
    let side = |value: &Option<Expr>, none: TokenStream| {
        value.as_ref().map_or(none, |value| quote!(::aiserve::__private::length(#value)))
    };
    let (min, max) = (side(&range.min, quote!(0)), side(&range.max, quote!(u64::MAX)));
    quote!(::aiserve::schema::Rule::Length(::aiserve::schema::Measure::#measure, #min, #max))
}

fn affixed(affix: Affix, value: &Expr) -> TokenStream {
    let variant = match affix {
        Affix::Contains => quote!(Contains),
        Affix::Prefix => quote!(Prefix),
        Affix::Suffix => quote!(Suffix),
    };
    let span = syn::spanned::Spanned::span(value);
    quote_spanned!(span=> ::aiserve::schema::Rule::#variant({
        let text: &'static str = &#value;
        text
    }))
}

fn plain(kind: PlainRule) -> TokenStream {
    let variant = match kind {
        PlainRule::Ascii => quote!(Ascii),
        PlainRule::Alphanumeric => quote!(Alphanumeric),
        PlainRule::Email => quote!(Email),
        PlainRule::Url => quote!(Url),
        PlainRule::Ip => quote!(Ip),
        PlainRule::Ipv4 => quote!(Ipv4),
        PlainRule::Ipv6 => quote!(Ipv6),
        PlainRule::CreditCard => quote!(CreditCard),
        PlainRule::PhoneNumber => quote!(PhoneNumber),
        PlainRule::Required => quote!(Required),
    };
    quote!(::aiserve::schema::Rule::#variant)
}
