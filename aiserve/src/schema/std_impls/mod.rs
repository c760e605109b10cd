//! Schemas of the standard library's types, and of those that every aiserve program has anyway.
//!
//! Each file notes how serde encodes its types, because that is what the schema describes.

mod lists;
mod maps;
mod net;
mod numbers;
mod pointers;
mod text;
mod time;
mod tuples;
