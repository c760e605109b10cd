//! Types of every shape a schema can have, by what they show.

pub(crate) mod collections;
pub(crate) mod formats;
pub(crate) mod generics;
pub(crate) mod limits;
pub(crate) mod numbers;
pub(crate) mod objects;
pub(crate) mod presence;
pub(crate) mod recursion;
pub(crate) mod texts;
pub(crate) mod unions;
