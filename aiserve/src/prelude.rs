//! What a service needs: `use aiserve::prelude::*;`

pub use crate::app::App;
pub use crate::config::Config;
pub use crate::extract::{
    BodyStream, ClientAddress, Cookie, Form, Header, Path, Query, RequestId, RequestParts, State,
};
#[cfg(feature = "multipart")]
pub use crate::extract::{Multipart, Upload};
pub use crate::model::{Batch, Model, Predict, Use};
pub use crate::openapi::OperationName;
pub use crate::problem::{ErrorFormat, Problem};
#[cfg(feature = "files")]
pub use crate::respond::File;
#[cfg(feature = "msgpack")]
pub use crate::respond::Negotiated;
pub use crate::respond::{
    Bytes, Created, Either, Event, Html, Json, JsonLines, NoContent, Redirect, Sse, Text, generate,
};
pub use crate::route::Router;
pub use crate::testing::TestClient;
pub use crate::types::Patch;
pub use crate::{ApiError, AppState, Result, Schema, dependency, endpoint, payload, routes, security};
#[cfg(feature = "ws")]
pub use crate::{websocket, websocket::WebSocket};
pub use http::{HeaderMap, StatusCode};
