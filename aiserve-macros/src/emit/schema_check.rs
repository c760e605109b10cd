//! The check of a type's values: its rules, then what its fields check themselves.

use proc_macro2::TokenStream;
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, Member};

use super::rules_checks;
use super::schema_node::rust_name;
use crate::ir::schema::{Content, Enforced, Field, Schema, Shape, Variant, Wire};

/// ```text
/// const INERT: bool = false;
/// fn check(&self, parent, report) {
///     range(&self.a, Some(1), None, "a", parent, report);
///     <u8 as Schema>::check_at(&self.a, "a", parent, report);
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
    let (this, sink) = (quote!(self), rules_checks::sink(&quote!(())));
    match &schema.enforced {
        Enforced::Here(rules) => rules.iter().map(whole_rule).collect(),
        Enforced::ByGarde => quote_spanned! {ident.span()=>
            ::aiserve::__private::rules::validate({ #this }, #sink);
        },
        Enforced::NotNeeded => TokenStream::new(),
    }
}

fn whole_rule(rule: &Expr) -> TokenStream {
    let (this, sink) = (quote!(self), rules_checks::sink(&quote!(())));
    quote_spanned! {rule.span()=>
        ::aiserve::__private::rules::keep((#rule)(#this, &()), #sink);
    }
}

struct Checker<'a> {
    enforced: &'a Enforced,
    wire: &'a Wire,
}

impl Checker<'_> {
    fn shape(&self, shape: &Shape) -> TokenStream {
        match shape {
            Shape::Struct(content) => {
                let of_self = |field: &Field| {
                    let member = &field.member;
                    quote!(&self.#member)
                };
                self.content(content, of_self).into_iter().map(|(_, checks)| checks).collect()
            }
            Shape::Enum { variants, .. } => {
                let arms: Vec<_> = variants.iter().filter_map(|variant| self.arm(variant)).collect();
                if arms.is_empty() {
                    return TokenStream::new();
                }
                let rest = (arms.len() < variants.len()).then(|| quote!(_ => {}));
                quote!(match self { #(#arms)* #rest })
            }
        }
    }

    /// The arm of a variant, unless there is nothing to check.
    fn arm(&self, variant: &Variant) -> Option<TokenStream> {
        let bound = |field: &Field| field.binding.to_token_stream();
        let (mut bindings, mut checks) = (Vec::new(), TokenStream::new());
        for (Field { member, binding, .. }, statements) in self.content(&variant.content, bound) {
            bindings.push(quote!(#member: #binding,));
            checks.extend(statements);
        }
        let ident = &variant.ident;
        (!bindings.is_empty()).then(|| quote!(Self::#ident { #(#bindings)* .. } => { #checks }))
    }

    /// The fields that there is something to check of, and their checks; `value` is an expression of type `&T`.
    fn content<'c>(
        &self,
        content: &'c Content,
        value: impl Fn(&Field) -> TokenStream,
    ) -> Vec<(&'c Field, TokenStream)> {
        let (alone, fields): (_, &[Field]) = match content {
            Content::Unit => (None, &[]),
            Content::Alone(alone) => (Some(&alone.field), &alone.hidden),
            Content::Tuple(fields) => (None, fields),
            Content::Named(named) => (None, &named.fields),
        };
        let alone = alone.into_iter().map(|field| (field, quote!(())));
        let all = alone.chain(fields.iter().map(|field| (field, step(field))));
        let checked = all.map(|(field, step)| (field, self.field(field, &value(field), &step)));
        checked.filter(|(_, checks)| !checks.is_empty()).collect()
    }

    /// The checks of one field, one `step` further than `__aiserve_parent()`.
    fn field(&self, field: &Field, value: &TokenStream, step: &TokenStream) -> TokenStream {
        let mut checks = match self.enforced {
            Enforced::Here(_) => rules_checks::checks(&field.rules, value, step),
            Enforced::ByGarde | Enforced::NotNeeded => rules_checks::own_checks(&field.rules, value, step),
        };
        checks.extend(self.nested(field, value, step));
        checks
    }

    /// What the field's value checks itself.
    fn nested(&self, field: &Field, value: &TokenStream, step: &TokenStream) -> Option<TokenStream> {
        let Field { ty, rules, .. } = field;
        let sink = rules_checks::sink(step);
        let by_garde = matches!(self.enforced, Enforced::ByGarde) && rules.dive.is_some();
        if rules.skip.is_some() || by_garde {
            return None;
        }
        let has_schema = field.on_wire && matches!(self.wire, Wire::Shape) && field.stand_ins.read.is_none();
        if has_schema {
            return Some(quote_spanned!(ty.span()=> <#ty as ::aiserve::schema::Schema>::check_at(#value, #sink);));
        }
        rules.dive.map(|span| quote_spanned!(span=> ::aiserve::__private::rules::validate(#value, #sink);))
    }
}

/// The step to a field, on garde's paths.
fn step(field: &Field) -> TokenStream {
    match &field.member {
        Member::Named(_) => {
            let name = rust_name(&field.member);
            quote!(#name)
        }
        Member::Unnamed(index) => {
            let index = index.index as usize;
            quote!(#index)
        }
    }
}
