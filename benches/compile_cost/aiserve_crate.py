"""The API on aiserve."""

import pathlib
import string

from . import api

ROOT = pathlib.Path(__file__).resolve().parents[2]
DEPENDENCIES = f"""\
aiserve = {{ path = "{ROOT / 'aiserve'}" }}
thiserror = "2"
"""

_MAIN = string.Template("""\
//! The API on aiserve.

$modules

use aiserve::prelude::*;

$store
#[derive(AppState)]
struct Services {
    store: Store,
}

impl Services {
    async fn load(_: &Config) -> Result<Self> {
        Ok(Self { store: Store { price: 2.5, closed: false } })
    }
}

fn main() -> std::process::ExitCode {
    App::new(Services::load).title("Things").version("1.0.0")$mounts.run()
}
""")

_PART = string.Template("""\
//! Part $part of the API.

use aiserve::prelude::*;

use crate::Store;

/// Which kind it is.
#[payload]
#[serde(rename_all = "lowercase")]
pub enum Kind$part {
    Small,
    Large,
    Other,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error, ApiError)]
pub enum Error$part {
    /// No such thing.
    #[error("thing {id} does not exist")]
    #[status(404)]
    Missing { id: u64 },
    /// The store is closed.
    #[error("the store is closed")]
    #[status(409)]
    Closed,
}

$endpoints
pub fn router<S>() -> Router<S>
where
    S: Send + Sync + 'static,
    State<Store>: aiserve::extract::Extract<S>,
{
    Router::new("").tag("part$part").mount(routes![$names])
}
""")

_ENDPOINT = string.Template("""\
$request
$reply
/// Buys thing $number.
#[endpoint(POST "/thing$number/{id}")]
async fn thing$number(
    id: u64,
    /// Most tags of the reply.
    #[query(default = 20)]
    #[garde(range(min = 1, max = 100))]
    limit: u32,
    /// Buys nothing.
    #[query]
    dry_run: Option<bool>,
    State(store): State<Store>,
    body: Request$number,
) -> Result<Reply$number, Error$part> {
$body}
""")


def _endpoint(part: int, number: int) -> str:
    return _ENDPOINT.substitute(
        part=part,
        number=number,
        request=api.struct(f"Request{number}", "#[payload]", api.request(number), api.garde),
        reply=api.struct(f"Reply{number}", "#[payload]", api.reply(number), api.garde),
        body=api.body(number, f"Error{part}::Missing {{ id }}", f"Error{part}::Closed"),
    )


def _part(part: int) -> str:
    numbers = api.of_part(part)
    endpoints = "\n".join(_endpoint(part, number) for number in numbers)
    return _PART.substitute(part=part, endpoints=endpoints, names=", ".join(f"thing{number}" for number in numbers))


def sources(_all_derives: bool) -> dict[str, str]:
    modules = "\n".join(f"mod part{part};" for part in api.PARTS)
    mounts = "".join(f".mount(part{part}::router())" for part in api.PARTS)
    main = _MAIN.substitute(modules=modules, mounts=mounts, store=api.STORE)
    return {"main.rs": main} | {f"part{part}.rs": _part(part) for part in api.PARTS}
