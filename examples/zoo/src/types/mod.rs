//! A type of every shape that a schema can have.

pub(crate) mod enums;
pub(crate) mod lists;
pub(crate) mod objects;
pub(crate) mod scalars;
pub(crate) mod texts;
