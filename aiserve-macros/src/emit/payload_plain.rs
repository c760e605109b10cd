//! serde's traits for plain payloads, in as little code as a type needs of its own.

use proc_macro2::{Ident, TokenStream};
use quote::{quote, quote_spanned};
use syn::spanned::Spanned;
use syn::{Index, Type};

use crate::ir::schema::{Content, Field, FieldDefault, Named, Schema, Shape, Variant};
use crate::parse::schema_serde::SerdeDefault;

/// ```text
/// impl<'de> Object<'de> for Prompt {
///     type Slots = (Option<String>, Option<u8>);
///     const EMPTY: Self::Slots = (None, None);
///     const NAME: &'static str = "Prompt";
///     const FIELDS: &'static [&'static str] = &["text", "top"];
///     const CLOSED: bool = false;
///     fn place(name: &str) -> usize { match name { "text" => 0, "top" => 1, _ => usize::MAX } }
///     fn read(slots, place, map) { match place { 0 => slot(&mut slots.0, "text", map), .. } }
///     fn finish(slots) { Ok(Self { text: needed(slots.0, "text")?, top: .. }) }
/// }
/// impl<'de> Deserialize<'de> for Prompt { .. }
/// impl Serialize for Prompt { .. }
/// ```
pub(crate) fn impls(schema: &Schema, is_written: bool) -> TokenStream {
    let ident = &schema.ident;
    let (module, read, write) = match &schema.shape {
        Shape::Struct(Content::Named(named)) => (quote!(object), object(ident, named), serialize(ident, &named.fields)),
        Shape::Enum { variants, .. } => {
            (quote!(word), word(ident, variants), quote!(::aiserve::__private::plain::word::write(self, serializer)))
        }
        Shape::Struct(_) => unreachable!("a plain struct has named fields"),
    };
    let write = is_written.then(|| {
        quote! {
            #[automatically_derived]
            #[allow(deprecated, clippy::all, clippy::pedantic)]
            impl ::aiserve::__private::serde::Serialize for #ident {
                fn serialize<__S: ::aiserve::__private::serde::Serializer>(
                    &self,
                    serializer: __S,
                ) -> ::core::result::Result<__S::Ok, __S::Error> {
                    #write
                }
            }
        }
    });
    quote! {
        #read

        #[automatically_derived]
        impl<'de> ::aiserve::__private::serde::Deserialize<'de> for #ident {
            fn deserialize<__D: ::aiserve::__private::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                ::aiserve::__private::plain::#module::read(deserializer)
            }
        }

        #write
    }
}

fn object(ident: &Ident, content: &Named) -> TokenStream {
    let is_read = |field: &&Field| !field.flags.contains(&"SKIP_IN");
    let read: Vec<&Field> = content.fields.iter().filter(is_read).collect();
    let types: Vec<&Type> = read.iter().map(|field| &field.ty).collect();
    let empty = read.iter().map(|_| quote!(::core::option::Option::None));
    let names: Vec<&String> = read.iter().map(|field| &field.names.read).collect();
    let aliases: Vec<_> = read.iter().map(|field| &field.names.aliases).collect();
    let places: Vec<usize> = (0..read.len()).collect();
    let slots: Vec<Index> = places.iter().map(|place| Index::from(*place)).collect();
    let slot = types.iter().map(|ty| quote_spanned!(ty.span()=> ::aiserve::__private::plain::object::slot::<#ty, __A>));
    let (name, closed) = (ident.to_string(), content.deny_unknown);
    let finish = finish(content);
    quote! {
        #[automatically_derived]
        #[allow(deprecated, clippy::all, clippy::pedantic)]
        impl<'de> ::aiserve::__private::plain::object::Object<'de> for #ident {
            type Slots = (#(::core::option::Option<#types>,)*);
            const EMPTY: Self::Slots = (#(#empty,)*);
            const NAME: &'static str = #name;
            const FIELDS: &'static [&'static str] = &[#(#names),*];
            const CLOSED: bool = #closed;

            #[inline]
            fn place(name: &str) -> usize {
                match name {
                    #(#names #(| #aliases)* => #places,)*
                    _ => usize::MAX,
                }
            }

            #[inline]
            fn read<__A: ::aiserve::__private::serde::de::MapAccess<'de>>(
                slots: &mut Self::Slots,
                place: usize,
                map: &mut __A,
            ) -> ::core::result::Result<(), __A::Error> {
                match place {
                    #(#places => #slot(&mut slots.#slots, #names, map),)*
                    _ => ::aiserve::__private::plain::object::skip(map),
                }
            }

            #[inline]
            fn finish<__E: ::aiserve::__private::serde::de::Error>(
                slots: Self::Slots,
            ) -> ::core::result::Result<Self, __E> {
                #finish
            }
        }
    }
}

/// The struct of the slots' values, and the defaults of those that are empty.
fn finish(named: &Named) -> TokenStream {
    let of_type = named.fields.iter().find_map(|field| match &field.default {
        Some(FieldDefault::OfType(default)) => Some(default),
        _ => None,
    });
    let of_type = of_type.map(|default| match default {
        SerdeDefault::Trait => quote!(let default = <Self as ::core::default::Default>::default();),
        SerdeDefault::Path(path) => quote!(let default: Self = #path();),
    });
    let mut next = 0;
    let fields = named.fields.iter().map(|field| {
        let (member, value) = (&field.member, absent(field));
        if field.flags.contains(&"SKIP_IN") {
            return quote!(#member: #value);
        }
        let (slot, name, ty) = (Index::from(next), &field.names.read, &field.ty);
        next += 1;
        if field.default.is_none() {
            let needed = quote_spanned!(ty.span()=> ::aiserve::__private::plain::object::needed::<#ty, __E>);
            return quote!(#member: #needed(slots.#slot, #name)?);
        }
        quote!(#member: match slots.#slot { ::core::option::Option::Some(value) => value, _ => #value })
    });
    let fields = fields.collect::<Vec<_>>();
    quote!(#of_type ::core::result::Result::Ok(Self { #(#fields),* }))
}

/// The value of a field that is not there.
fn absent(field: &Field) -> TokenStream {
    let (member, ty) = (&field.member, &field.ty);
    match &field.default {
        Some(FieldDefault::Own(SerdeDefault::Path(path))) => quote_spanned!(path.span()=> #path()),
        Some(FieldDefault::OfType(_)) => quote!(default.#member),
        Some(FieldDefault::Own(SerdeDefault::Trait)) | None => {
            quote_spanned!(ty.span()=> <#ty as ::core::default::Default>::default())
        }
    }
}

fn serialize(ident: &Ident, fields: &[Field]) -> TokenStream {
    let written: Vec<&Field> = fields.iter().filter(|field| !field.flags.contains(&"SKIP_OUT")).collect();
    let (name, count) = (ident.to_string(), written.len());
    let fields = written.iter().map(|field| {
        let (member, name, ty) = (&field.member, &field.names.write, &field.ty);
        // At the type if it cannot be written; the variables at the macro, where they are in scope.
        let write = quote_spanned!(ty.span()=> ::aiserve::__private::serde::ser::SerializeStruct::serialize_field);
        quote!(#write(&mut state, #name, &self.#member)?;)
    });
    quote! {
        let mut state = ::aiserve::__private::serde::Serializer::serialize_struct(serializer, #name, #count)?;
        #(#fields)*
        ::aiserve::__private::serde::ser::SerializeStruct::end(state)
    }
}

fn word(ident: &Ident, variants: &[Variant]) -> TokenStream {
    let idents: Vec<&Ident> = variants.iter().map(|variant| &variant.ident).collect();
    let read: Vec<&String> = variants.iter().map(|variant| &variant.names.read).collect();
    let aliases: Vec<_> = variants.iter().map(|variant| &variant.names.aliases).collect();
    let written = variants.iter().map(|variant| &variant.names.write);
    let (name, places) = (ident.to_string(), 0..u32::try_from(variants.len()).unwrap_or(u32::MAX));
    quote! {
        #[automatically_derived]
        #[allow(deprecated, clippy::all, clippy::pedantic)]
        impl ::aiserve::__private::plain::word::Word for #ident {
            const NAME: &'static str = #name;
            const WORDS: &'static [&'static str] = &[#(#read),*];

            #[inline]
            fn of(word: &str) -> ::core::option::Option<Self> {
                ::core::option::Option::Some(match word {
                    #(#read #(| #aliases)* => Self::#idents,)*
                    _ => return ::core::option::Option::None,
                })
            }

            #[inline]
            fn word(&self) -> (u32, &'static str) {
                match self {
                    #(Self::#idents => (#places, #written),)*
                }
            }
        }
    }
}
