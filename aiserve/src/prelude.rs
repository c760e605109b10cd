//! What a service needs: `use aiserve::prelude::*;`

pub use crate::app::App;
pub use crate::config::Config;
pub use crate::extract::{Cookie, Form, Header, Path, Query, State};
#[cfg(feature = "multipart")]
pub use crate::extract::{Multipart, Upload};
pub use crate::problem::{ErrorFormat, Problem};
pub use crate::respond::{Either, Event, Html, Json, JsonLines, NoContent, Sse, Text, generate};
pub use crate::route::Router;
pub use crate::testing::TestClient;
pub use crate::types::Patch;
pub use crate::{ApiError, AppState, Result, Schema, endpoint, payload, routes};
pub use http::{HeaderMap, StatusCode};
