//! The impls of serde's traits around serde's own code, which reads through a deserializer that refuses what is no payload.

use proc_macro2::{Ident, Span, TokenStream};
use quote::quote;
use syn::parse_quote;

use super::payload_bounds;
use crate::ir::payload::{Exact, Payload};

/// `#[serde(remote = "Self")]` makes serde's derives write functions of the type instead of impls of their traits.
///
/// ```text
/// impl Serialize for Prompt { fn serialize(..) { Self::serialize(self, serializer) } }
/// impl<'de> Deserialize<'de> for Prompt { fn deserialize(..) { Self::deserialize(Fields(deserializer)) } }
/// ```
pub(crate) fn impls(payload: &Payload, exact: Exact) -> TokenStream {
    let (ident, generics) = (&payload.item.ident, &payload.item.generics);
    let (_, ty_generics, _) = generics.split_for_impl();
    let written = payload_bounds::written(&payload.item);
    let (write_generics, _, write_where) = written.split_for_impl();
    let mut read = payload_bounds::read(&payload.item);
    read.params.insert(0, parse_quote!('de));
    let (read_generics, _, read_where) = read.split_for_impl();
    let wrapper = Ident::new(wrapper(exact), Span::call_site());
    quote! {
        #[automatically_derived]
        impl #write_generics ::aiserve::__private::serde::Serialize for #ident #ty_generics #write_where {
            fn serialize<__S: ::aiserve::__private::serde::Serializer>(
                &self,
                serializer: __S,
            ) -> ::core::result::Result<__S::Ok, __S::Error> {
                Self::serialize(self, serializer)
            }
        }

        #[automatically_derived]
        impl #read_generics ::aiserve::__private::serde::Deserialize<'de> for #ident #ty_generics #read_where {
            fn deserialize<__D: ::aiserve::__private::serde::Deserializer<'de>>(
                deserializer: __D,
            ) -> ::core::result::Result<Self, __D::Error> {
                Self::deserialize(::aiserve::__private::exact::#wrapper(deserializer))
            }
        }
    }
}

const fn wrapper(exact: Exact) -> &'static str {
    match exact {
        Exact::Fields => "Fields",
        Exact::Tagged => "Tagged",
        Exact::Words => "Words",
        Exact::Variants => "Variants",
        Exact::WordsAndVariants => "WordsAndVariants",
    }
}
