//! What every measured server answers, so that servers differ in nothing but themselves.
//!
//! The payload types are not here: each framework wants its own derives on them.

pub mod answers;
pub mod in_process;

mod arguments;

pub use arguments::Arguments;
