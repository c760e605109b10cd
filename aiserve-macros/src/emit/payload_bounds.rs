//! The bounds that serde's derives infer for the type parameters of a type, inferred again for impls around their code.

use std::collections::HashSet;

use proc_macro2::Ident;
use syn::visit::{self, Visit};
use syn::{Data, DeriveInput, Field, Generics, Path, Type, TypePath, WherePredicate, parse_quote};

use crate::parse::schema_serde::{self, FieldSerde, SerdeDefault, VariantSerde};

/// A field with what serde is told about it and its variant.
struct Known<'a> {
    field: &'a Field,
    serde: FieldSerde,
    variant: Option<VariantSerde>,
}

/// The generics of `impl Serialize`.
pub(crate) fn written(item: &DeriveInput) -> Generics {
    let is_written = |known: &Known<'_>| {
        let variant = known.variant.as_ref();
        let of_variant = variant.is_none_or(|variant| !variant.skip.write && variant.with.is_none());
        of_variant && !known.serde.skip.write && known.serde.with.write.is_none()
    };
    let bound = parse_quote!(::aiserve::__private::serde::Serialize);
    bounded(item, predicates(item, is_written, &bound))
}

/// The generics of `impl Deserialize<'de>`, without the lifetime.
pub(crate) fn read(item: &DeriveInput) -> Generics {
    let is_read = |known: &Known<'_>| {
        let variant = known.variant.as_ref();
        let of_variant = variant.is_none_or(|variant| !variant.skip.read && variant.with.is_none());
        of_variant && !known.serde.skip.read && known.serde.with.read.is_none()
    };
    let of_type = schema_serde::container(&item.attrs).default;
    let is_default = |known: &Known<'_>| match known.serde.default {
        Some(SerdeDefault::Trait) => true,
        Some(SerdeDefault::Path(_)) => false,
        None => known.serde.skip.read && of_type.is_none(),
    };
    let default: Path = parse_quote!(::core::default::Default);
    let mut found = predicates(item, is_read, &parse_quote!(::aiserve::__private::serde::Deserialize<'de>));
    found.extend(predicates(item, is_default, &default));
    if matches!(of_type, Some(SerdeDefault::Trait)) {
        let (ident, (_, ty_generics, _)) = (&item.ident, item.generics.split_for_impl());
        found.push(parse_quote!(#ident #ty_generics: #default));
    }
    bounded(item, found)
}

fn bounded(item: &DeriveInput, predicates: Vec<WherePredicate>) -> Generics {
    let mut generics = item.generics.clone();
    if !predicates.is_empty() {
        generics.make_where_clause().predicates.extend(predicates);
    }
    generics
}

/// A bound on each type parameter, and each of its associated types, that such fields have.
fn predicates(item: &DeriveInput, filter: impl Fn(&Known<'_>) -> bool, bound: &Path) -> Vec<WherePredicate> {
    let params: HashSet<Ident> = item.generics.type_params().map(|param| param.ident.clone()).collect();
    if params.is_empty() {
        return Vec::new();
    }
    let mut uses = Uses { params: &params, used: HashSet::new(), associated: Vec::new() };
    for known in fields(item).iter().filter(|known| filter(known)) {
        if let Type::Path(ty) = &known.field.ty {
            uses.note_associated(ty);
        }
        uses.visit_type(&known.field.ty);
    }
    let Uses { used, associated, .. } = uses;
    let of_params = item.generics.type_params().map(|param| &param.ident).filter(|ident| used.contains(*ident));
    let of_params = of_params.map(|ident| parse_quote!(#ident: #bound));
    let of_associated = associated.iter().map(|ty| parse_quote!(#ty: #bound));
    of_params.chain(of_associated).collect()
}

fn fields(item: &DeriveInput) -> Vec<Known<'_>> {
    let mut known = Vec::new();
    match &item.data {
        Data::Struct(data) => {
            known.extend(data.fields.iter().map(|field| Known {
                field,
                serde: schema_serde::field(&field.attrs),
                variant: None,
            }));
        }
        Data::Enum(data) => {
            for variant in &data.variants {
                known.extend(variant.fields.iter().map(|field| Known {
                    field,
                    serde: schema_serde::field(&field.attrs),
                    variant: Some(schema_serde::variant(&variant.attrs)),
                }));
            }
        }
        Data::Union(_) => {}
    }
    known
}

/// Where types use type parameters.
struct Uses<'a> {
    params: &'a HashSet<Ident>,
    used: HashSet<Ident>,
    associated: Vec<TypePath>,
}

impl Uses<'_> {
    /// `T::Item` as the type of a field.
    fn note_associated(&mut self, ty: &TypePath) {
        let first = ty.path.segments.first();
        if ty.path.segments.len() > 1 && first.is_some_and(|segment| self.params.contains(&segment.ident)) {
            self.associated.push(ty.clone());
        }
    }
}

impl<'ast> Visit<'ast> for Uses<'_> {
    fn visit_path(&mut self, path: &'ast Path) {
        // `PhantomData<T>` is written and read whatever `T` is.
        if path.segments.last().is_some_and(|segment| segment.ident == "PhantomData") {
            return;
        }
        if let Some(ident) = path.get_ident()
            && self.params.contains(ident)
        {
            self.used.insert(ident.clone());
        }
        visit::visit_path(self, path);
    }
}
