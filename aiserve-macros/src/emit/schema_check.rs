//! The check of a type's values: its rules, then what its fields check themselves.

use proc_macro2::TokenStream;
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Member};

use super::rules_checks;
use super::schema_node::rust_name;
use crate::ir::schema::{Content, Enforced, Field, Schema, Shape, Wire};

/// ```text
/// const INERT: bool = false;
/// fn check(&self, parent, report) {
///     let Self { a: __aiserve_0, .. } = self;
///     { let parent = &mut || parent().join("a"); /* rules */ <u8 as Schema>::check(__aiserve_0, parent, report); }
/// }
/// ```
/// Nothing at all for a type without fields. `INERT` cannot be asked of the fields: recursive types would make it a cycle.
pub(crate) fn check(schema: &Schema) -> Option<TokenStream> {
    let whole = whole(schema);
    let fields = Checker { enforced: &schema.enforced, wire: &schema.wire }.shape(&schema.shape);
    if whole.is_empty() && fields.is_empty() {
        return None;
    }
    Some(quote! {
        const INERT: bool = false;

        fn check(
            &self,
            __aiserve_parent: &mut dyn FnMut() -> ::aiserve::__private::garde::error::Path,
            __aiserve_report: &mut ::aiserve::__private::garde::Report,
        ) {
            #whole
            #fields
        }
    })
}

/// The rules of the whole value.
fn whole(schema: &Schema) -> TokenStream {
    let ident = &schema.ident;
    match &schema.enforced {
        Enforced::Here(rules) => rules.iter().map(whole_rule).collect(),
        Enforced::ByGarde => quote_spanned! {ident.span()=>
            ::aiserve::__private::garde::Validate::validate_into(
                self,
                &<<Self as ::aiserve::__private::garde::Validate>::Context as ::core::default::Default>::default(),
                __aiserve_parent,
                __aiserve_report,
            );
        },
        Enforced::NotNeeded => TokenStream::new(),
    }
}

fn whole_rule(rule: &Expr) -> TokenStream {
    quote_spanned! {rule.span()=>
        if let ::core::result::Result::Err(__aiserve_error) = (#rule)(self, &()) {
            __aiserve_report.append(__aiserve_parent(), __aiserve_error);
        }
    }
}

struct Checker<'a> {
    enforced: &'a Enforced,
    wire: &'a Wire,
}

impl Checker<'_> {
    fn shape(&self, shape: &Shape) -> TokenStream {
        match shape {
            Shape::Struct(content) => self
                .content(content)
                .map(|(pattern, checks)| quote!(let Self #pattern = self; #checks))
                .unwrap_or_default(),
            Shape::Enum { variants, .. } => {
                let arms: Vec<_> = variants
                    .iter()
                    .filter_map(|variant| {
                        let ident = &variant.ident;
                        self.content(&variant.content)
                            .map(|(pattern, checks)| quote!(Self::#ident #pattern => { #checks }))
                    })
                    .collect();
                if arms.is_empty() {
                    return TokenStream::new();
                }
                let rest = (arms.len() < variants.len()).then(|| quote!(_ => {}));
                quote!(match self { #(#arms)* #rest })
            }
        }
    }

    /// A pattern that binds the fields to check, and their checks.
    fn content(&self, content: &Content) -> Option<(TokenStream, TokenStream)> {
        let (alone, fields): (_, &[Field]) = match content {
            Content::Unit => return None,
            Content::Alone(alone) => (Some(&alone.field), &alone.hidden),
            Content::Tuple(fields) => (None, fields),
            Content::Named(named) => (None, &named.fields),
        };
        let mut bindings = Vec::new();
        let mut checks = TokenStream::new();
        let alone = alone.into_iter().map(|field| (field, true));
        for (field, is_alone) in alone.chain(fields.iter().map(|field| (field, false))) {
            let statements = self.field(field);
            if !statements.is_empty() {
                let Field { member, binding, .. } = field;
                bindings.push(quote!(#member: #binding,));
                checks.extend(if is_alone { statements } else { at(field, &statements) });
            }
        }
        (!bindings.is_empty()).then(|| (quote!({ #(#bindings)* .. }), checks))
    }

    /// The checks of one field, at `__aiserve_parent()`.
    fn field(&self, field: &Field) -> TokenStream {
        let binding = &field.binding;
        let value = quote!(#binding);
        let mut checks = match self.enforced {
            Enforced::Here(_) => rules_checks::checks(&field.rules, &value),
            Enforced::ByGarde | Enforced::NotNeeded => rules_checks::own_checks(&field.rules, &value),
        };
        checks.extend(self.nested(field));
        checks
    }

    /// What the field's value checks itself.
    fn nested(&self, field: &Field) -> Option<TokenStream> {
        let Field { ty, binding, rules, .. } = field;
        let by_garde = matches!(self.enforced, Enforced::ByGarde) && rules.dive.is_some();
        if rules.skip.is_some() || by_garde {
            return None;
        }
        let has_schema = field.on_wire && matches!(self.wire, Wire::Shape) && field.stand_ins.read.is_none();
        if has_schema {
            return Some(quote_spanned! {ty.span()=>
                <#ty as ::aiserve::schema::Schema>::check(#binding, __aiserve_parent, __aiserve_report);
            });
        }
        rules.dive.map(|span| {
            quote_spanned! {span=>
                ::aiserve::__private::garde::Validate::validate_into(
                    #binding, &::core::default::Default::default(), __aiserve_parent, __aiserve_report,
                );
            }
        })
    }
}

/// The checks, one step down the path.
fn at(field: &Field, checks: &TokenStream) -> TokenStream {
    let key = match &field.member {
        Member::Named(_) => {
            let name = rust_name(&field.member);
            quote!(#name)
        }
        Member::Unnamed(index) => {
            let index = index.index as usize;
            quote!(#index)
        }
    };
    quote! {{
        let __aiserve_parent: &mut dyn FnMut() -> ::aiserve::__private::garde::error::Path =
            &mut || __aiserve_parent().join(#key);
        #checks
    }}
}
