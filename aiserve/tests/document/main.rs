//! What the document says of endpoints and types: one claim per construct.

#![allow(clippy::unwrap_used, reason = "in a test, an error where there should be none is a failure")]
#![allow(clippy::trivially_copy_pass_by_ref, reason = "the signature of garde's custom rules")]
#![allow(clippy::too_many_arguments, reason = "an endpoint has an argument for each parameter")]

mod beyond;
mod names;
mod operations;
mod parameters;
mod replies;
mod rules;
mod shapes;
mod sides;
mod texts;
mod unions;
mod versions;

use aiserve::App;
use aiserve::route::Mount;
use serde_json::Value;

/// The document of an app.
pub(crate) fn document(app: &App<()>) -> Value {
    serde_json::from_str(&app.openapi().unwrap()).unwrap()
}

/// The document of a few routes.
pub(crate) fn of(routes: impl Mount<()>) -> Value {
    document(&App::stateless().mount(routes))
}

/// The schemas of a document by name, without those of problems.
pub(crate) fn schemas(mut document: Value) -> Value {
    let mut schemas = document["components"]["schemas"].take();
    let problems = ["Problem", "ValidationProblem", "ValidationProblemError"];
    schemas.as_object_mut().unwrap().retain(|name, _| !problems.contains(&name.as_str()));
    schemas
}

/// The schemas of the document of an endpoint that takes a type as its body and gives it back.
macro_rules! schemas_of {
    ($ty:ty) => {{
        #[aiserve::endpoint(POST "/")]
        async fn echo(#[body] body: $ty) -> aiserve::prelude::Json<$ty> {
            aiserve::prelude::Json(body)
        }
        crate::schemas(crate::of(aiserve::routes![echo]))
    }};
}
pub(crate) use schemas_of;
