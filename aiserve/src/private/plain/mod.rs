//! Reading and writing the plain payloads, structs of named fields and enums of words, with little code for each type.
//!
//! What serde derives for them is correct and long: it also reads lists, numbers of fields and bytes, in code that is
//! checked and compiled for each type again. Here the parts that are the same for all types are written once.

pub mod object;
pub mod word;
