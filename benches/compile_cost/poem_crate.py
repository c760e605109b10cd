"""The API on poem-openapi, which has derives and validators of its own."""

import string

from . import api

DEPENDENCIES = """\
poem = { version = "3.1", default-features = false, features = ["server"] }
poem-openapi = "5.1.16"
tokio = { version = "1.54", features = ["rt-multi-thread", "net", "macros"] }
"""

_MAIN = string.Template("""\
//! The API on poem-openapi.

$modules

use poem::{EndpointExt, Route, Server, listener::TcpListener};
use poem_openapi::{Object, OpenApiService};

/// What went wrong.
#[derive(Object)]
pub struct Problem {
    pub title: String,
    pub status: u16,
    pub errors: Vec<String>,
}

$store
#[tokio::main]
async fn main() {
    let port: u16 = std::env::args().nth(2).and_then(|port| port.parse().ok()).unwrap_or(8000);
    let service = OpenApiService::new(($parts), "Things", "1.0.0");
    let document = service.spec_endpoint();
    let store = Store { price: 2.5, closed: false };
    let app = Route::new().at("/openapi.json", document).nest("/", service).data(store);
    Server::new(TcpListener::bind(("127.0.0.1", port))).run(app).await.expect("the port is free");
}
""")

_PART = string.Template("""\
//! Part $part of the API.

use poem::web::Data;
use poem_openapi::{
    ApiResponse, Enum, Object, OpenApi, Tags,
    param::{Path, Query},
    payload::Json,
};

use crate::{Problem, Store};

/// The part's tag.
#[derive(Tags)]
enum Tag {
    Part$part,
}

/// Which kind it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase")]
pub enum Kind$part {
    Small,
    Large,
    Other,
}

/// What can go wrong.
#[derive(ApiResponse)]
pub enum Error$part {
    /// No such thing.
    #[oai(status = 404)]
    Missing(Json<Problem>),
    /// The store is closed.
    #[oai(status = 409)]
    Closed(Json<Problem>),
}

impl Error$part {
    fn missing(id: u64) -> Self {
        Self::Missing(Json(Problem { title: format!("thing {id} does not exist"), status: 404, errors: Vec::new() }))
    }

    fn closed() -> Self {
        Self::Closed(Json(Problem { title: "the store is closed".to_owned(), status: 409, errors: Vec::new() }))
    }
}

fn default_limit() -> u32 {
    20
}

$payloads
pub struct Part$part;

#[OpenApi(tag = "Tag::Part$part")]
impl Part$part {
$endpoints}
""")

_ENDPOINT = string.Template("""\
    /// Buys thing $number.
    #[oai(path = "/thing$number/:id", method = "post", operation_id = "thing$number")]
    async fn thing$number(
        &self,
        id: Path<u64>,
        /// Most tags of the reply.
        #[oai(default = "default_limit", validator(minimum(value = "1"), maximum(value = "100")))] limit: Query<u32>,
        /// Buys nothing.
        dry_run: Query<Option<bool>>,
        Data(store): Data<&Store>,
        Json(body): Json<Request$number>,
    ) -> Result<Json<Reply$number>, Error$part> {
        let (Path(id), Query(limit), Query(dry_run)) = (id, limit, dry_run);
$body    }
""")


def _rule(field: api.Field) -> list[str]:
    if field.rule == "range":
        return [f'#[oai(validator(minimum(value = "{field.least}"), maximum(value = "{field.most}")))]']
    names = {"chars": ("min_length", "max_length"), "items": ("min_items", "max_items")}
    return [f"#[oai(validator({api.limits(field, *names[field.rule])}))]"] if field.rule else []


def _part(part: int, all_derives: bool) -> str:
    derives = "#[derive(Debug, Clone, Object)]" if all_derives else "#[derive(Debug, Object)]"
    numbers = api.of_part(part)
    payloads = [
        api.struct(f"{name}{number}", derives, fields(number), _rule)
        for number in numbers
        for name, fields in (("Request", api.request), ("Reply", api.reply))
    ]
    endpoints = [
        _ENDPOINT.substitute(
            part=part,
            number=number,
            body=api.body(number, f"Error{part}::missing(id)", f"Error{part}::closed()", "Json({})"),
        )
        for number in numbers
    ]
    return _PART.substitute(part=part, payloads="\n".join(payloads), endpoints="\n".join(endpoints))


def sources(all_derives: bool) -> dict[str, str]:
    modules = "\n".join(f"mod part{part};" for part in api.PARTS)
    parts = ", ".join(f"part{part}::Part{part}" for part in api.PARTS)
    main = _MAIN.substitute(modules=modules, parts=parts, store=api.STORE)
    return {"main.rs": main} | {f"part{part}.rs": _part(part, all_derives) for part in api.PARTS}
