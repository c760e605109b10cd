//! Checks that run while the user's crate compiles.
