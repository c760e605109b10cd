//! The impls of a type with a schema.

use proc_macro2::TokenStream;
use quote::quote;
use syn::{DeriveInput, GenericParam, Generics, parse_quote};

use super::schema_node::Body;
use super::{schema_check, schema_key, schema_node, schema_shapes};
use crate::ir::schema::{Content, Schema, Shape, Wire};

/// ```text
/// const _: () = {
///     impl<T: Schema> Schema for Page<T> {
///         const NODE: Node = by_ref::<Self>();
///         const BODY: Node = Node::Object(..);
///         const NAME: Name = Name { base: "Page", args: &[T::NAME], pinned: false };
///         fn check(&self, ..) { .. }
///     }
///     impl<T: Schema> Named for Page<T> { const DEFINITION: &'static Definition = &Definition { .. }; }
///     impl<T: Schema> Payload for Page<T> {}
/// };
/// ```
pub(crate) fn schema(schema: &Schema) -> TokenStream {
    let ident = &schema.ident;
    let generics = bounded(&schema.generics);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    let (Body { shared, node }, name) = (schema_node::body(schema), name(schema));
    let (optional, check) = (optional(schema), schema_check::check(schema));
    let (key, shapes) = (schema_key::key(schema), schema_shapes::checks(schema));
    let (own_node, own_body, named) = if schema.inline {
        (node, None, None)
    } else {
        let definition = definition(schema);
        let named = quote! {
            impl #impl_generics ::aiserve::__private::Named for #ident #ty_generics #where_clause {
                const DEFINITION: &'static ::aiserve::schema::Definition = &#definition;
            }
        };
        let body = quote!(const BODY: ::aiserve::schema::Node = #node;);
        (quote!(::aiserve::__private::by_ref::<Self>()), Some(body), Some(named))
    };
    quote! {
        #[automatically_derived]
        #[allow(clippy::all, clippy::pedantic, clippy::nursery, deprecated, unused_braces, unused_qualifications)]
        const _: () = {
            #shared
            impl #impl_generics ::aiserve::schema::Schema for #ident #ty_generics #where_clause {
                const NODE: ::aiserve::schema::Node = #own_node;
                #own_body
                const NAME: ::aiserve::schema::Name = #name;
                #optional
                #check
            }
            #named
            #key
            #shapes
            impl #impl_generics ::aiserve::extract::Payload for #ident #ty_generics #where_clause {}
        };
    }
}

/// Impls that stand in while the type's mistakes are reported, so that its uses are no further errors.
pub(crate) fn fallback(item: &DeriveInput) -> TokenStream {
    let ident = &item.ident;
    let generics = bounded(&item.generics);
    let (impl_generics, ty_generics, where_clause) = generics.split_for_impl();
    quote! {
        impl #impl_generics ::aiserve::schema::Schema for #ident #ty_generics #where_clause {
            const NODE: ::aiserve::schema::Node = ::aiserve::schema::Node::Any;
            const NAME: ::aiserve::schema::Name = ::aiserve::schema::Name::plain("");
        }
        impl #impl_generics ::aiserve::extract::Payload for #ident #ty_generics #where_clause {}
        impl #impl_generics ::aiserve::schema::Key for #ident #ty_generics #where_clause {
            fn text(&self) -> ::std::string::String {
                ::std::string::String::new()
            }
        }
    }
}

/// The type's generics, with a schema asked of every type parameter.
pub(crate) fn bounded(generics: &Generics) -> Generics {
    let mut generics = generics.clone();
    let params: Vec<_> = generics.type_params().map(|param| param.ident.clone()).collect();
    if !params.is_empty() {
        let clause = generics.make_where_clause();
        clause.predicates.extend(
            params.iter().map(|param| -> syn::WherePredicate { parse_quote!(#param: ::aiserve::schema::Schema) }),
        );
    }
    generics
}

fn name(schema: &Schema) -> TokenStream {
    let Schema { base, pinned, generics, .. } = schema;
    let args = generics.params.iter().filter_map(|param| match param {
        GenericParam::Lifetime(_) => None,
        GenericParam::Type(param) => {
            let ident = &param.ident;
            Some(quote!(<#ident as ::aiserve::schema::Schema>::NAME))
        }
        GenericParam::Const(param) => {
            let ident = &param.ident;
            let number = match &param.ty {
                syn::Type::Path(ty) if ty.path.is_ident("char") => quote!(#ident as u32 as i128),
                _ => quote!(#ident as i128),
            };
            Some(quote!(::aiserve::schema::Name::plain(const { &::aiserve::__private::Digits::of(#number) }.text())))
        }
    });
    quote!(::aiserve::schema::Name { base: #base, args: &[#(#args),*], pinned: #pinned })
}

/// Whether the type may be absent: only a `transparent` type passes that on.
fn optional(schema: &Schema) -> Option<TokenStream> {
    match (&schema.wire, &schema.shape) {
        (Wire::Shape, Shape::Struct(Content::Alone(alone))) if alone.transparent => {
            let ty = &alone.field.ty;
            Some(quote!(const OPTIONAL: bool = <#ty as ::aiserve::schema::Schema>::OPTIONAL;))
        }
        _ => None,
    }
}

fn definition(schema: &Schema) -> TokenStream {
    let texts = &schema.texts;
    let (doc, title) = (texts.doc.expression(), schema_node::option(texts.title.as_ref()));
    let (examples, deprecated) = (schema_node::examples(&texts.examples), texts.deprecated);
    quote! {
        ::aiserve::schema::Definition {
            name: <Self as ::aiserve::schema::Schema>::NAME,
            type_name: ::core::any::type_name::<Self>,
            module: ::core::module_path!(),
            position: (::core::line!(), ::core::column!()),
            body: <Self as ::aiserve::schema::Schema>::BODY,
            doc: #doc,
            title: #title,
            examples: #examples,
            deprecated: #deprecated,
        }
    }
}
