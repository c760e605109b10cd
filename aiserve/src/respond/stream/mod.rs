//! Replies that are made item by item: [`Sse`] and [`JsonLines`].
//!
//! Both keep the same promises. The first item is awaited before the head is sent, so that an early error has its own
//! status. Items that are ready share one write. What makes the items is dropped as soon as the client has left.

mod event;
mod flow;
mod generate;
mod json_lines;
mod keep_alive;
mod sse;

pub use event::{Event, EventItem};
pub use generate::{Items, generate};
pub use json_lines::JsonLines;
pub use sse::Sse;
