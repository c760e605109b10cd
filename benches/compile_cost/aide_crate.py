"""The API on axum, described by aide and schemars, validated by garde."""

import string

from . import api, axum_parts

DEPENDENCIES = f"""\
{axum_parts.DEPENDENCIES}aide = {{ version = "=0.16.0-alpha.4", features = ["axum", "axum-json", "axum-query", "axum-tokio"] }}
schemars = "1"
"""

_SCHEMA = "schemars::JsonSchema"

# aide describes no extractor of one's own, nor an error: each implements its traits.
_DESCRIBED = """
/// The number in the path.
#[derive(Debug, serde::Deserialize, schemars::JsonSchema)]
pub struct ThingId {
    pub id: u64,
}

impl<T: schemars::JsonSchema> aide::OperationInput for ValidJson<T> {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        <Json<T> as aide::OperationInput>::operation_input(context, operation);
    }

    fn inferred_early_responses(context: &mut GenContext, operation: &mut Operation) -> Replies {
        vec![described_problem(context, operation, 422, "Invalid input.")]
    }
}

impl<T: schemars::JsonSchema> aide::OperationInput for ValidQuery<T> {
    fn operation_input(context: &mut GenContext, operation: &mut Operation) {
        <Query<T> as aide::OperationInput>::operation_input(context, operation);
    }
}

pub type Replies = Vec<(Option<aide::openapi::StatusCode>, aide::openapi::Response)>;

pub fn described_problem(
    context: &mut GenContext,
    operation: &mut Operation,
    status: u16,
    description: &str,
) -> (Option<aide::openapi::StatusCode>, aide::openapi::Response) {
    let reply = <Json<Problem> as OperationOutput>::operation_response(context, operation).unwrap_or_default();
    let reply = aide::openapi::Response { description: description.to_owned(), ..reply };
    (Some(aide::openapi::StatusCode::Code(status)), reply)
}
"""

_USES = """\
use aide::axum::ApiRouter;
use aide::openapi::OpenApi;
use axum::{Json, routing::get};
"""

_ROUTER = """\
    aide::generate::infer_responses(true);
    aide::generate::extract_schemas(true);
    let mut document = OpenApi::default();
    let router = ApiRouter::new(){merges}.finish_api(&mut document);
    let store = Store {{ price: 2.5, closed: false }};
    let app = router.with_state(store).route("/openapi.json", get(async move || Json(document.clone())));
"""

_PART = string.Template("""\
//! Part $part of the API.

use aide::OperationOutput;
use aide::axum::{ApiRouter, routing::post_with};
use aide::generate::GenContext;
use aide::openapi::Operation;
use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};

use crate::Store;
use crate::valid::{Replies, ThingId, ValidJson, ValidQuery, described_problem, problem};

$common
impl OperationOutput for Error$part {
    type Inner = Self;

    fn inferred_responses(context: &mut GenContext, operation: &mut Operation) -> Replies {
        vec![
            described_problem(context, operation, 404, "No such thing."),
            described_problem(context, operation, 409, "The store is closed."),
        ]
    }
}

$endpoints
pub fn router() -> ApiRouter<Store> {
    ApiRouter::new()$routes
}
""")

_ENDPOINT = string.Template("""\
$payloads
async fn thing$number(
    Path(ThingId { id }): Path<ThingId>,
    ValidQuery(Paging$part { limit, dry_run }): ValidQuery<Paging$part>,
    State(store): State<Store>,
    ValidJson(body): ValidJson<Request$number>,
) -> Result<Json<Reply$number>, Error$part> {
$body}
""")

_ROUTE = string.Template("""
        .api_route(
            "/thing$number/{id}",
            post_with(thing$number, |operation| operation.id("thing$number").summary("Buys thing $number").tag("part$part")),
        )""")


def _part(part: int, all_derives: bool) -> str:
    numbers = api.of_part(part)
    endpoints = [
        _ENDPOINT.substitute(
            part=part,
            number=number,
            payloads=axum_parts.payloads(number, all_derives, _SCHEMA, api.garde),
            body=api.body(number, f"Error{part}::Missing {{ id }}", f"Error{part}::Closed", "Json({})"),
        )
        for number in numbers
    ]
    return _PART.substitute(
        part=part,
        common=axum_parts.common(part, all_derives, _SCHEMA, _SCHEMA, ""),
        endpoints="\n".join(endpoints),
        routes="".join(_ROUTE.substitute(part=part, number=number) for number in numbers),
    )


def sources(all_derives: bool) -> dict[str, str]:
    router = _ROUTER.format(merges="".join(f".merge(part{part}::router())" for part in api.PARTS))
    uses = "use aide::generate::GenContext;\nuse aide::openapi::Operation;\nuse aide::operation::OperationOutput;\nuse axum::"
    valid = axum_parts.valid(_SCHEMA, _DESCRIBED).replace("use axum::", uses, 1)
    files = {"main.rs": axum_parts.main(_USES, router), "valid.rs": valid}
    return files | {f"part{part}.rs": _part(part, all_derives) for part in api.PARTS}
