//! Reads the fields of a struct or variant.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, format_ident};
use syn::ext::IdentExt;
use syn::{Expr, Fields, Index, LitStr, Member, Type};

use super::rules::{Reader, read};
use super::schema_case::Case;
use super::schema_serde::{self, ContainerSerde, FieldSerde, Sides, same_type};
use super::schema_texts::{self, Place, Texts};
use crate::check;
use crate::ir::rules::{FieldRule, Range, RuleKind};
use crate::ir::schema::{Alone, Content, Field, FieldDefault, Named, Names};

/// What is known around a field.
pub(crate) struct FieldReader<'a> {
    pub(crate) rules: Reader<'a>,
    /// The type's type parameters.
    pub(crate) params: &'a [String],
    pub(crate) container: &'a ContainerSerde,
}

impl FieldReader<'_> {
    /// The fields of a struct or variant.
    pub(crate) fn content(
        &self,
        fields: &Fields,
        rename_all: &Sides<Option<Case>>,
        tag: Option<(LitStr, String)>,
    ) -> Content {
        let is_newtype = matches!(fields, Fields::Unnamed(_)) && fields.len() == 1;
        let is_transparent = self.container.transparent;
        let all = fields.iter().enumerate();
        let mut all: Vec<Field> = all.map(|(index, field)| self.field(field, index, rename_all)).collect();
        if is_newtype || is_transparent {
            let place = all.iter().position(|field| field.on_wire).unwrap_or_default();
            if place < all.len() {
                let field = all.remove(place);
                return Content::Alone(Box::new(Alone { field, transparent: is_transparent, hidden: all }));
            }
        }
        match fields {
            Fields::Unit => Content::Unit,
            Fields::Named(_) => {
                let deny_unknown = self.container.deny_unknown;
                Content::Named(Named { fields: all, deny_unknown, tag, by_serde: self.params.is_empty() })
            }
            Fields::Unnamed(_) => {
                let ctxt = self.rules.ctxt;
                fields.iter().zip(&all).for_each(|(field, read)| check::schema::tuple_field(field, read, ctxt));
                Content::Tuple(all)
            }
        }
    }

    fn field(&self, field: &syn::Field, index: usize, rename_all: &Sides<Option<Case>>) -> Field {
        let ctxt = self.rules.ctxt;
        let serde = schema_serde::field(&field.attrs);
        let texts = schema_texts::texts(&field.attrs, Place::Field, ctxt);
        check::schema::field(&serde, &texts, ctxt);
        let mut rules = read(&field.attrs, &self.rules);
        if self.mentions_param(&field.ty.to_token_stream()) {
            rules.rules.iter_mut().for_each(forget_limits);
        }
        let default = match (&serde.default, &self.container.default) {
            (Some(own), _) => Some(FieldDefault::Own(own.clone())),
            (None, Some(of_type)) => Some(FieldDefault::OfType(of_type.clone())),
            (None, None) => None,
        };
        Field {
            member: member(field, index),
            binding: format_ident!("__aiserve_{index}"),
            ty: field.ty.clone(),
            names: names(field, index, &serde, rename_all),
            stand_ins: stand_ins(&field.ty, &serde, &texts),
            flags: flags(&serde, &texts, default.is_some()),
            flatten: serde.flatten.is_some(),
            default,
            rules,
            texts,
            on_wire: !(serde.skip.read && serde.skip.write),
        }
    }

    fn mentions_param(&self, tokens: &TokenStream) -> bool {
        tokens.clone().into_iter().any(|token| match token {
            TokenTree::Ident(name) => self.params.iter().any(|param| name == param),
            TokenTree::Group(group) => self.mentions_param(&group.stream()),
            TokenTree::Punct(_) | TokenTree::Literal(_) => false,
        })
    }
}

/// Computed limits of a generic type cannot be told to be whole numbers or floats, so they are documented as text.
fn forget_limits(rule: &mut FieldRule) {
    match &mut rule.kind {
        RuleKind::Range(Range { min, max }) => rule.constant &= min.iter().chain(max.iter()).all(is_literal),
        RuleKind::Limit(_, limit) => rule.constant &= is_literal(limit),
        RuleKind::Inner(nested) => nested.iter_mut().for_each(forget_limits),
        _ => {}
    }
}

fn is_literal(value: &Expr) -> bool {
    match value {
        Expr::Lit(_) => true,
        Expr::Unary(unary) => is_literal(&unary.expr),
        _ => false,
    }
}

fn member(field: &syn::Field, index: usize) -> Member {
    match &field.ident {
        Some(name) => Member::Named(name.clone()),
        None => Member::Unnamed(Index::from(index)),
    }
}

fn names(field: &syn::Field, index: usize, serde: &FieldSerde, rename_all: &Sides<Option<Case>>) -> Names {
    let own = field.ident.as_ref().map_or_else(|| index.to_string(), |name| name.unraw().to_string());
    let cased = |case: Option<Case>| case.map_or_else(|| own.clone(), |case| case.of_field(&own));
    let renamed = serde.rename.read.as_ref().or(serde.rename.write.as_ref()).map(LitStr::span);
    Names {
        span: renamed.unwrap_or_else(|| field.ident.as_ref().map_or_else(Span::call_site, Ident::span)),
        read: serde.rename.read.as_ref().map_or_else(|| cased(rename_all.read), LitStr::value),
        write: serde.rename.write.as_ref().map_or_else(|| cased(rename_all.write), LitStr::value),
        aliases: serde.aliases.clone(),
    }
}

/// Where `as = Type` holds: on the sides that functions take over, or everywhere. A type is no stand-in for itself.
fn stand_ins(ty: &Type, serde: &FieldSerde, texts: &Texts) -> Sides<Option<Type>> {
    let stand_in = texts.stand_in.as_ref().filter(|stand_in| !same_type(stand_in, ty));
    let Some(stand_in) = stand_in else { return Sides::default() };
    let (read, write) = (serde.with.read.is_some(), serde.with.write.is_some());
    let everywhere = !read && !write;
    Sides {
        read: (read || everywhere).then(|| stand_in.clone()),
        write: (write || everywhere).then(|| stand_in.clone()),
    }
}

fn flags(serde: &FieldSerde, texts: &Texts, has_default: bool) -> Vec<&'static str> {
    let flags = [
        (has_default, "OPTIONAL_IN"),
        (serde.skip_if, "OPTIONAL_OUT"),
        (serde.skip.read, "SKIP_IN"),
        (serde.skip.write, "SKIP_OUT"),
        (serde.flatten.is_some(), "FLATTEN"),
        (texts.deprecated, "DEPRECATED"),
        (texts.secret, "SECRET"),
        (serde.with.read.is_some() && !has_default, "NEEDED_IN"),
    ];
    flags.into_iter().filter_map(|(is_set, flag)| is_set.then_some(flag)).collect()
}
