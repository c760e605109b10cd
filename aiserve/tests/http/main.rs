//! What a service answers, byte for byte where it matters: good requests, bad ones, and everything around them.

#![allow(clippy::unwrap_used, reason = "in a test, an error where there should be none is a failure")]

mod bodies;
mod build;
mod chaos;
mod connections;
#[cfg(feature = "docs")]
mod described;
#[cfg(feature = "docs")]
mod docs;
#[cfg(feature = "files")]
mod files;
#[cfg(feature = "files")]
mod folders;
mod generating;
mod http2;
mod layers;
mod leaving;
mod limits;
#[cfg(feature = "metrics")]
mod models;
mod nested;
mod observed;
mod pages;
mod panics;
mod routers;
mod server;
mod stop;
mod streams;
mod targets;
#[cfg(feature = "metrics")]
mod traffic;
#[cfg(feature = "multipart")]
mod uploads;
#[cfg(all(feature = "cors", feature = "compression"))]
mod web;
#[cfg(feature = "ws")]
mod websockets;
mod zoo;

pub(crate) use server::{Connection, Server};
