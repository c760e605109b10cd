"""The API on axum, described by utoipa, validated by garde."""

import string

from . import api, axum_parts

DEPENDENCIES = f"""\
{axum_parts.DEPENDENCIES}utoipa = "6"
utoipa-axum = "0.3"
"""

_SCHEMA = "utoipa::ToSchema"

_USES = """\
use axum::{Json, routing::get};
use utoipa_axum::router::OpenApiRouter;
"""

_ROUTER = """\
    let (router, document) = OpenApiRouter::new(){merges}.split_for_parts();
    let store = Store {{ price: 2.5, closed: false }};
    let app = router.with_state(store).route("/openapi.json", get(async move || Json(document.clone())));
"""

_PART = string.Template("""\
//! Part $part of the API.

use axum::extract::{Json, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use utoipa_axum::router::OpenApiRouter;
use utoipa_axum::routes;

use crate::Store;
use crate::valid::{Problem, ValidJson, ValidQuery, problem};

$common
$endpoints
pub fn router() -> OpenApiRouter<Store> {
    OpenApiRouter::new()$routes
}
""")

_ENDPOINT = string.Template("""\
$payloads
/// Buys thing $number.
#[utoipa::path(
    post,
    path = "/thing$number/{id}",
    tag = "part$part",
    params(("id" = u64, Path), Paging$part),
    request_body = Request$number,
    responses(
        (status = 200, body = Reply$number),
        (status = 404, body = Problem, description = "No such thing."),
        (status = 409, body = Problem, description = "The store is closed."),
        (status = 422, body = Problem, description = "Invalid input."),
    )
)]
async fn thing$number(
    Path(id): Path<u64>,
    ValidQuery(Paging$part { limit, dry_run }): ValidQuery<Paging$part>,
    State(store): State<Store>,
    ValidJson(body): ValidJson<Request$number>,
) -> Result<Json<Reply$number>, Error$part> {
$body}
""")


def _rule(field: api.Field) -> list[str]:
    """The rule twice: for garde, and for the document."""
    names = {"chars": ("min_length", "max_length"), "items": ("min_items", "max_items"), "range": ("minimum", "maximum")}
    return [*api.garde(field), f"#[schema({api.limits(field, *names[field.rule])})]"] if field.rule else []


def _part(part: int, all_derives: bool) -> str:
    limit = "    #[param(minimum = 1, maximum = 100, default = 20)]\n"
    numbers = api.of_part(part)
    endpoints = [
        _ENDPOINT.substitute(
            part=part,
            number=number,
            payloads=axum_parts.payloads(number, all_derives, _SCHEMA, _rule),
            body=api.body(number, f"Error{part}::Missing {{ id }}", f"Error{part}::Closed", "Json({})"),
        )
        for number in numbers
    ]
    common = axum_parts.common(part, all_derives, _SCHEMA, "utoipa::IntoParams", limit)
    return _PART.substitute(
        part=part,
        common=common.replace("#[garde(allow_unvalidated)]", "#[garde(allow_unvalidated)]\n#[into_params(parameter_in = Query)]"),
        endpoints="\n".join(endpoints),
        routes="".join(f".routes(routes!(thing{number}))" for number in numbers),
    )


def sources(all_derives: bool) -> dict[str, str]:
    router = _ROUTER.format(merges="".join(f".merge(part{part}::router())" for part in api.PARTS))
    files = {"main.rs": axum_parts.main(_USES, router), "valid.rs": axum_parts.valid(_SCHEMA)}
    return files | {f"part{part}.rs": _part(part, all_derives) for part in api.PARTS}
