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
