//! A type of every shape that a schema can have.

pub mod enums;
pub mod lists;
pub mod objects;
pub mod scalars;
pub mod texts;
