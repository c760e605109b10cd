//! The constant node tree of a type.

use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::{ToTokens, quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Expr, LitStr, Member, Type};

use super::rules;
use crate::ir::schema::{
    Content, Field, FieldDefault, Named, Names, Schema, Shape, Tagging, Variant, VariantKind, Wire,
};
use crate::parse::schema_serde::{SerdeDefault, Sides, same_type};

/// The schema itself, and what it stands on.
pub(crate) struct Body {
    /// The static that the schema refers to, if it does: constants are copied into each part of a binary that mentions them.
    pub(crate) shared: Option<TokenStream>,
    pub(crate) node: TokenStream,
}

/// The schema itself.
pub(crate) fn body(schema: &Schema) -> Body {
    let node = match &schema.wire {
        Wire::Shape => match shared(schema) {
            Some(body) => return body,
            None => shape(&schema.shape),
        },
        Wire::Types(types) => sides(types, || shape(&schema.shape)),
    };
    Body { shared: None, node }
}

/// The schema as a static, which knows neither generics nor `Self`.
fn shared(schema: &Schema) -> Option<Body> {
    let (ty, variant, value) = match &schema.shape {
        Shape::Struct(Content::Named(named)) => ("Object", "Object", object(named)),
        Shape::Enum { variants, tagging, deny_unknown } => ("Union", "Union", union(variants, tagging, *deny_unknown)),
        Shape::Struct(_) => return None,
    };
    if !schema.generics.params.is_empty() || names_self(&value) {
        return None;
    }
    let (ty, variant) = (Ident::new(ty, Span::call_site()), Ident::new(variant, Span::call_site()));
    Some(Body {
        shared: Some(quote!(static __AISERVE_SHAPE: ::aiserve::schema::#ty = #value;)),
        node: quote!(::aiserve::schema::Node::#variant(&__AISERVE_SHAPE)),
    })
}

/// Whether a field's type or a user's expression says `Self`.
fn names_self(tokens: &TokenStream) -> bool {
    tokens.clone().into_iter().any(|token| match token {
        TokenTree::Ident(ident) => ident == "Self",
        TokenTree::Group(group) => names_self(&group.stream()),
        TokenTree::Punct(_) | TokenTree::Literal(_) => false,
    })
}

/// One schema, or one for each side; `own` is the schema of the side nothing stands in for.
fn sides(types: &Sides<Option<Type>>, own: impl Fn() -> TokenStream) -> TokenStream {
    match (&types.read, &types.write) {
        (None, None) => own(),
        (Some(read), Some(write)) if same_type(read, write) => node(read),
        (read, write) => {
            let read = read.as_ref().map_or_else(&own, node);
            let write = write.as_ref().map_or_else(&own, node);
            quote!(::aiserve::schema::Node::Split(&#read, &#write))
        }
    }
}

/// `<T as Schema>::NODE`, anchored at the type so that a missing schema is reported there.
fn node(ty: &Type) -> TokenStream {
    quote_spanned!(ty.span()=> <#ty as ::aiserve::schema::Schema>::NODE)
}

fn shape(shape: &Shape) -> TokenStream {
    match shape {
        Shape::Struct(fields) => content(fields),
        Shape::Enum { variants, tagging, deny_unknown } => {
            let union = union(variants, tagging, *deny_unknown);
            quote!(::aiserve::schema::Node::Union(&#union))
        }
    }
}

fn union(variants: &[Variant], tagging: &Tagging, deny_unknown: bool) -> TokenStream {
    let variants = variants.iter().filter(|variant| variant.on_wire).map(variant);
    let tagging = match tagging {
        Tagging::External => quote!(External),
        Tagging::Internal(tag) => quote!(Internal(#tag)),
        Tagging::Adjacent(tag, content) => quote!(Adjacent { tag: #tag, content: #content }),
        Tagging::Untagged => quote!(Untagged),
    };
    quote! {
        ::aiserve::schema::Union {
            variants: &[#(#variants),*],
            tagging: ::aiserve::schema::Tagging::#tagging,
            deny_unknown: #deny_unknown,
        }
    }
}

fn variant(variant: &Variant) -> TokenStream {
    let (rust, doc, names) = (variant.ident.to_string(), &variant.texts.doc, names(&variant.names));
    let flags = (!variant.flags.is_empty()).then(|| {
        let flags = flags(&variant.flags);
        quote!(flags: #flags,)
    });
    let kind = match variant.kind {
        VariantKind::Unit => None,
        VariantKind::Newtype => Some(quote!(Newtype)),
        VariantKind::Tuple => Some(quote!(Tuple)),
        VariantKind::Struct => Some(quote!(Struct)),
    };
    let shape = kind.map(|kind| {
        let content = content(&variant.content);
        quote!(shape: ::aiserve::schema::Shape::#kind, content: #content,)
    });
    let doc = (!doc.is_empty()).then(|| {
        let doc = doc.expression();
        quote!(doc: #doc,)
    });
    quote! {
        ::aiserve::schema::Variant {
            rust: #rust, #names #shape #flags #doc
            ..::aiserve::schema::Variant::PLAIN
        }
    }
}

fn content(content: &Content) -> TokenStream {
    match content {
        Content::Unit => quote!(::aiserve::schema::Node::Null),
        Content::Alone(alone) => element(&alone.field),
        Content::Tuple(fields) => {
            let elements = fields.iter().filter(|field| field.on_wire).map(element);
            quote!(::aiserve::schema::Node::Tuple(&[#(#elements),*]))
        }
        Content::Named(named) => {
            let object = object(named);
            quote!(::aiserve::schema::Node::Object(&#object))
        }
    }
}

fn object(Named { fields, deny_unknown, tag, by_serde }: &Named) -> TokenStream {
    let tag = tag.iter().map(|(key, name)| tag_field(key, name));
    let fields = tag.chain(fields.iter().filter(|field| field.on_wire).map(|shown| field(shown, *by_serde)));
    quote! {
        ::aiserve::schema::Object {
            fields: &[#(#fields),*],
            deny_unknown: #deny_unknown,
        }
    }
}

/// A field without a name: its rules belong to its schema.
fn element(field: &Field) -> TokenStream {
    let node = field_node(field);
    if field.rules.is_empty() {
        return node;
    }
    let rules = rules::constants(&field.rules, &field.ty);
    quote!(::aiserve::schema::Node::With(&#node, #rules))
}

fn field_node(field: &Field) -> TokenStream {
    let ty = &field.ty;
    sides(&field.stand_ins, || {
        if field.flatten { quote_spanned!(ty.span()=> <#ty as ::aiserve::schema::Schema>::BODY) } else { node(ty) }
    })
}

/// ```text
/// Field { rust: "page_size", name: "pageSize", output: "pageSize", ..<u32 as Schema>::FIELD }
/// ```
fn field(field: &Field, by_serde: bool) -> TokenStream {
    let (rust, names) = (rust_name(&field.member), names(&field.names));
    let (shape, base) = shape_and_base(field, by_serde);
    let rules = (!field.rules.is_empty()).then(|| {
        let rules = rules::constants(&field.rules, &field.ty);
        quote!(rules: #rules,)
    });
    let texts = &field.texts;
    let doc = (!texts.doc.is_empty()).then(|| {
        let doc = texts.doc.expression();
        quote!(doc: #doc,)
    });
    let title = texts.title.as_ref().map(|title| quote!(title: ::core::option::Option::Some(#title),));
    let default = shown_default(field).map(|default| quote!(default: ::core::option::Option::Some(#default),));
    let examples = (!texts.examples.is_empty()).then(|| {
        let examples = examples(&texts.examples);
        quote!(examples: #examples,)
    });
    quote! {
        ::aiserve::schema::Field {
            rust: #rust, #names #shape #rules #doc #title #default #examples
            ..#base
        }
    }
}

/// The node and flags of a field, as far as its type alone does not decide them, and the field to take the rest from.
fn shape_and_base(field: &Field, by_serde: bool) -> (TokenStream, TokenStream) {
    let stands_for_itself = field.stand_ins.read.is_none() && field.stand_ins.write.is_none();
    if stands_for_itself && !field.flatten && field.flags.is_empty() {
        let ty = &field.ty;
        let base = if by_serde {
            quote_spanned!(ty.span()=> ::aiserve::__private::needed::<#ty>())
        } else {
            quote_spanned!(ty.span()=> <#ty as ::aiserve::schema::Schema>::FIELD)
        };
        return (TokenStream::new(), base);
    }
    let (node, flags) = (field_node(field), field_flags(field));
    (quote!(node: #node, flags: #flags,), quote!(::aiserve::schema::Field::PLAIN))
}

/// The key that `#[serde(tag = "..")]` writes in front of a struct's fields.
fn tag_field(key: &LitStr, name: &str) -> TokenStream {
    quote! {
        ::aiserve::schema::Field {
            name: #key,
            output: #key,
            node: ::aiserve::schema::Node::Union(&::aiserve::schema::Union {
                variants: &[::aiserve::schema::Variant {
                    name: #name,
                    output: #name,
                    ..::aiserve::schema::Variant::PLAIN
                }],
                tagging: ::aiserve::schema::Tagging::External,
                deny_unknown: false,
            }),
            flags: ::aiserve::schema::Flags::SKIP_IN,
            ..::aiserve::schema::Field::PLAIN
        }
    }
}

fn field_flags(field: &Field) -> TokenStream {
    let flags = flags(&field.flags);
    if field.flags.iter().any(|flag| matches!(*flag, "OPTIONAL_IN" | "NEEDED_IN" | "SKIP_IN")) {
        return flags;
    }
    let ty = field.stand_ins.read.as_ref().unwrap_or(&field.ty);
    quote_spanned! {ty.span()=>
        #flags.and(::aiserve::schema::Flags::OPTIONAL_IN.when(<#ty as ::aiserve::schema::Schema>::OPTIONAL))
    }
}

fn flags(flags: &[&str]) -> TokenStream {
    let mut flags = flags.iter().map(|flag| Ident::new(flag, Span::call_site()));
    let first = flags.next().unwrap_or_else(|| Ident::new("NONE", Span::call_site()));
    quote!(::aiserve::schema::Flags::#first #(.and(::aiserve::schema::Flags::#flags))*)
}

fn names(Names { read, write, aliases, .. }: &Names) -> TokenStream {
    let aliases = (!aliases.is_empty()).then(|| quote!(aliases: &[#(#aliases),*],));
    quote!(name: #read, output: #write, #aliases)
}

/// The field's name in garde's paths.
pub(crate) fn rust_name(member: &Member) -> String {
    match member {
        Member::Named(name) => name.to_string(),
        Member::Unnamed(index) => index.index.to_string(),
    }
}

/// A function that shows the value of a missing field, unless another type stands for the field on the wire.
fn shown_default(field: &Field) -> Option<TokenStream> {
    if field.stand_ins.read.is_some() || field.stand_ins.write.is_some() || field.flags.contains(&"SKIP_IN") {
        return None;
    }
    let (ty, member) = (&field.ty, &field.member);
    if let Some(value) = &field.texts.default {
        let shown = quote!(|| ::core::option::Option::Some(::aiserve::__private::example(&(#value))));
        return Some(quote_spanned!(value.span()=> ::aiserve::__private::documented::<#ty>(#shown)));
    }
    let (value, place) = match field.default.as_ref()? {
        FieldDefault::Own(SerdeDefault::Trait) => {
            (quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default()), None)
        }
        FieldDefault::Own(SerdeDefault::Path(path)) => (quote!(#path()), None),
        FieldDefault::OfType(SerdeDefault::Trait) => {
            (quote!(<Self as ::core::default::Default>::default()), Some(quote!(.#member)))
        }
        FieldDefault::OfType(SerdeDefault::Path(path)) => (quote!(#path()), Some(quote!(.#member))),
    };
    Some(quote! {
        || {
            use ::aiserve::__private::{ShownAsNothing as _, ShownBySerialize as _};
            let __aiserve_default = #value;
            (&::aiserve::__private::Shown(&__aiserve_default #place)).shown()
        }
    })
}

/// Functions that make example values.
pub(crate) fn examples(examples: &[Expr]) -> TokenStream {
    let examples =
        examples.iter().map(|example| quote_spanned!(example.span()=> || ::aiserve::__private::example(&{ #example })));
    quote!(&[#(#examples),*])
}

/// An expression of type `Option`.
pub(crate) fn option(value: Option<&impl ToTokens>) -> TokenStream {
    value.map_or(quote!(::core::option::Option::None), |value| quote!(::core::option::Option::Some(#value)))
}
