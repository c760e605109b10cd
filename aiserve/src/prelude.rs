//! What a service needs: `use aiserve::prelude::*;`

pub use crate::app::App;
pub use crate::config::Config;
pub use crate::extract::{Cookie, Header, Path, Query, State};
pub use crate::problem::{ErrorFormat, Problem};
#[cfg(feature = "files")]
pub use crate::respond::File;
pub use crate::respond::{
    Bytes, Created, Either, Event, Html, Json, JsonLines, NoContent, Redirect, Sse, Text, generate,
};
pub use crate::route::Router;
pub use crate::testing::TestClient;
pub use crate::{ApiError, AppState, Result, Schema, dependency, endpoint, payload, routes, security};
pub use http::{HeaderMap, StatusCode};
