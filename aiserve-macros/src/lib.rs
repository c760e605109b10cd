//! The compile-time half of aiserve. Users name these macros through the `aiserve` crate.
//!
//! Every macro runs the same pipeline ([`driver`]): parse attributes, check, build plain data, emit. Mistakes are
//! collected ([`ctxt`]) and reported together; the user's item is always written out again.

mod check;
mod ctxt;
mod driver;
mod emit;
mod ir;
mod parse;

use proc_macro::TokenStream;

/// Makes a type a JSON body: it is read, written, validated and documented.
///
/// Derives `Debug`, `Clone`, serde's `Serialize` and `Deserialize`, and `aiserve::Schema`, and implements
/// `garde::Validate`. serde's and garde's attributes work as with their own derives; fields without a rule need no
/// `#[garde(skip)]`, and nested payloads are validated without `#[garde(dive)]`. `#[payload(default = ..)]` on a field
/// gives a missing field a value and documents it.
#[proc_macro_attribute]
pub fn payload(arguments: TokenStream, item: TokenStream) -> TokenStream {
    let arguments = arguments.into();
    driver::run(syn::parse(item), |item, ctxt| driver::payload(&arguments, item, ctxt)).into()
}

/// Describes a type's wire form, from its fields and its serde and garde attributes.
///
/// For types that derive serde's traits themselves. A type with `#[garde(..)]` attributes derives `garde::Validate` too.
/// `#[schema(..)]` adds what those lack: `as = Type`, `rename`, `title`, `example`, `deprecated`, `secret`, and the limits
/// `gt`, `lt` and `multiple_of`.
#[proc_macro_derive(Schema, attributes(schema, serde, garde))]
pub fn schema(item: TokenStream) -> TokenStream {
    driver::run(syn::parse(item), driver::schema).into()
}
