//! Parameters of path, query, headers and cookies, and several bodies.

use aiserve::prelude::*;

use crate::types::enums::Colour;
use crate::types::objects::Strict;

/// What a path can hold.
#[payload]
pub(crate) struct Placed {
    number: u16,
    colour: Colour,
}

#[endpoint(GET "/path/{number}/{colour}")]
async fn path(#[garde(range(min = 1))] number: u16, colour: Colour) -> Placed {
    Placed { number, colour }
}

#[endpoint(GET "/rest/{*rest}")]
async fn rest(rest: String) -> Text {
    Text(rest)
}

/// What a query can hold.
#[payload]
pub(crate) struct Found {
    limit: u32,
    tags: Vec<String>,
    q: Option<String>,
    colour: Option<Colour>,
}

#[endpoint(GET "/query")]
async fn query(
    /// Page size.
    #[query(default = 20)]
    #[garde(range(min = 1, max = 100))]
    limit: u32,
    #[query] tags: Vec<String>,
    #[query(rename = "search-text", deprecated)]
    #[garde(length(chars, max = 50))]
    q: Option<String>,
    #[query] colour: Option<Colour>,
) -> Found {
    Found { limit, tags, q, colour }
}

/// Parameters as one struct.
#[payload]
#[serde(deny_unknown_fields)]
pub(crate) struct Filter {
    #[garde(range(min = 0))]
    offset: i64,
    #[payload(default = true)]
    ascending: bool,
    ids: Option<Vec<u32>>,
}

#[endpoint(GET "/group")]
async fn group(filter: Query<Filter>) -> Filter {
    filter.0
}

/// An object in a query: `filter[offset]=1&filter[ids]=2&filter[ids]=3`.
#[endpoint(GET "/object")]
async fn object(#[query] filter: Option<Filter>) -> Json<Option<Filter>> {
    Json(filter)
}

/// What the head of a request can hold.
#[payload]
pub(crate) struct Sent {
    count: Option<u8>,
    session: Option<u32>,
}

#[endpoint(GET "/head")]
async fn head(#[header] x_count: Option<u8>, #[cookie] session: Option<u32>) -> Sent {
    Sent { count: x_count, session }
}

/// What came in several arguments.
#[payload]
pub(crate) struct Several {
    id: u64,
    first: Strict,
    second: Strict,
    importance: u8,
}

#[endpoint(PUT "/several/{id}")]
async fn several(
    id: u64,
    #[body] first: Strict,
    #[body] second: Strict,
    #[body(default = 1)]
    #[garde(range(max = 5))]
    importance: u8,
) -> Several {
    Several { id, first, second, importance }
}

#[endpoint(POST "/ruled")]
async fn ruled(
    /// A few words.
    #[body]
    #[garde(length(min = 1, max = 3))]
    words: Vec<String>,
) -> Vec<String> {
    words
}

pub(crate) fn router() -> Router<()> {
    Router::new("/parameters").tag("parameters").mount(routes![path, rest, query, group, object, head, several, ruled])
}
