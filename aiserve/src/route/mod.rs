//! Routes: which endpoint answers a request.
//!
//! Lists of endpoints ([`list`]) and [`Router`]s are mounted into a tree; building the app turns the tree into one
//! table, in which a request's path is matched once for all methods.

mod decode;
mod endpoint;
mod layer;
mod mount;
mod plan;
mod router;
mod table;
mod template;
mod tree;

pub use endpoint::{BoxFuture, Describe, Endpoint, Route, Routes};
pub use layer::{Next, NextFuture};
pub use mount::{List, Mount, list};
pub use router::Router;

pub(crate) use layer::{Layer, shared};
pub(crate) use mount::Branch;
pub(crate) use plan::{Nested, Own, Placed, Plan, Planned, Whole, plan};
pub(crate) use table::{Entry, Index, Lookup, Slot, Table};
