//! Parameters of path, query, headers and cookies.

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::of;

fn parameters(document: &Value, path: &str) -> Vec<Value> {
    document["paths"][path]["get"]["parameters"].as_array().unwrap().clone()
}

fn names(parameters: &[Value]) -> Vec<(&str, &str, bool)> {
    parameters
        .iter()
        .map(|parameter| {
            let text = |key: &str| parameter[key].as_str().unwrap();
            (text("in"), text("name"), parameter["required"].as_bool().unwrap())
        })
        .collect()
}

#[payload]
enum Color {
    Red,
    Green,
}

#[endpoint(GET "/all/{id}/{*rest}")]
async fn all(
    rest: String,
    /// Which one.
    id: u8,
    #[header] x_trace: Option<String>,
    #[cookie] session: Option<bool>,
    #[query(default = 20)]
    #[garde(range(min = 1, max = 100))]
    limit: u8,
    #[query] tag: Vec<String>,
    #[query(rename = "sort-by", deprecated, title = "Order", example = Color::Red)] sort: Option<Color>,
    #[query] q: String,
) -> NoContent {
    let _ = (rest, id, x_trace, session, limit, tag, sort, q);
    NoContent
}

#[test]
fn parameters_are_in_the_order_of_place_and_argument() {
    let document = of(routes![all]);
    let found = parameters(&document, "/all/{id}/{rest}");
    assert_eq!(
        names(&found),
        [
            ("path", "rest", true),
            ("path", "id", true),
            ("query", "limit", false),
            ("query", "tag", false),
            ("query", "sort-by", false),
            ("query", "q", true),
            ("header", "x-trace", false),
            ("cookie", "session", false),
        ]
    );
}

#[test]
fn a_parameter_has_its_texts_its_default_and_no_null() {
    let document = of(routes![all]);
    let found = parameters(&document, "/all/{id}/{rest}");
    let find = |name: &str| found.iter().find(|parameter| parameter["name"] == name).unwrap();
    assert_eq!(find("id")["description"], "Which one.");
    assert_eq!(
        find("limit")["schema"],
        json!({"type": "integer", "format": "uint8", "minimum": 1, "maximum": 100, "default": 20})
    );
    assert_eq!(find("session")["schema"], json!({"type": "boolean"}));
    assert_eq!(find("tag")["explode"], true);
    let sort = find("sort-by");
    assert_eq!(sort["deprecated"], true);
    assert_eq!(sort["schema"], json!({"$ref": "#/components/schemas/Color", "title": "Order", "examples": ["Red"]}));
}

#[payload]
struct Page {
    /// Where to start.
    #[payload(default = 0)]
    offset: u64,
}

#[payload]
#[serde(deny_unknown_fields)]
struct Filter {
    #[serde(flatten)]
    page: Page,
    #[serde(rename = "q")]
    text: Option<String>,
    needed: bool,
    #[serde(skip_deserializing)]
    out: bool,
}

#[payload]
struct Trace {
    trace_id: Option<String>,
    #[serde(rename = "X-Count")]
    count: Option<u8>,
}

#[endpoint(GET "/groups/{shop}/{item}")]
async fn groups(place: Path<Place>, filter: Query<Filter>, trace: Header<Trace>, #[query] offset: u64) -> NoContent {
    let _ = (place, filter, trace, offset);
    NoContent
}

#[payload]
struct Place {
    shop: u8,
    item: String,
}

#[test]
fn a_group_is_its_fields_and_no_component() {
    let document = of(routes![groups]);
    let found = parameters(&document, "/groups/{shop}/{item}");
    assert_eq!(
        names(&found),
        [
            ("path", "shop", true),
            ("path", "item", true),
            // Asked for twice, and needed once.
            ("query", "offset", true),
            ("query", "q", false),
            ("query", "needed", true),
            ("header", "trace-id", false),
            ("header", "X-Count", false),
        ]
    );
    let components: Vec<&String> = document["components"]["schemas"].as_object().unwrap().keys().collect();
    assert!(!components.iter().any(|name| ["Page", "Filter", "Trace", "Place"].contains(&name.as_str())));
}

#[endpoint(GET "/tuples/{a}/{b}")]
async fn tuple(at: Path<(u8, Color)>) -> NoContent {
    let _ = at;
    NoContent
}

#[endpoint(GET "/single/{a}")]
async fn single(at: Path<u8>) -> NoContent {
    let _ = at;
    NoContent
}

#[test]
fn a_path_without_names_takes_those_of_the_template() {
    let document = of(routes![tuple, single]);
    let found = parameters(&document, "/tuples/{a}/{b}");
    assert_eq!(names(&found), [("path", "a", true), ("path", "b", true)]);
    assert_eq!(found[1]["schema"], json!({"$ref": "#/components/schemas/Color"}));
    assert_eq!(names(&parameters(&document, "/single/{a}")), [("path", "a", true)]);
}

#[test]
fn parameters_of_a_router_s_prefix_are_documented() {
    let router = Router::new("/shops/{shop}").mount(routes![single]);
    let document = of(router);
    let found = parameters(&document, "/shops/{shop}/single/{a}");
    assert_eq!(names(&found), [("path", "a", true), ("path", "shop", true)]);
    assert_eq!(found[1]["schema"], json!({"type": "string"}));
}
