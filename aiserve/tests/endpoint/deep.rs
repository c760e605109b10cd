//! Objects in a query: `filter[name]=x`.

use std::collections::BTreeMap;

use aiserve::prelude::*;
use serde_json::{Value, json};

use super::{client, described};

#[payload]
struct Size {
    #[garde(range(min = 1))]
    min: u32,
    max: Option<u32>,
}

/// Which items.
#[payload]
#[serde(deny_unknown_fields)]
struct Filter {
    #[garde(length(chars, min = 2))]
    name: Option<String>,
    #[serde(default)]
    tags: Vec<String>,
    size: Option<Size>,
}

#[endpoint(GET "/arguments")]
async fn arguments(
    #[query] filter: Option<Filter>,
    #[query] labels: Option<BTreeMap<String, i8>>,
) -> Json<(Option<Filter>, Option<BTreeMap<String, i8>>)> {
    Json((filter, labels))
}

#[payload]
struct Page {
    limit: Option<u8>,
    filter: Filter,
}

#[endpoint(GET "/fields")]
async fn fields(page: Query<Page>) -> Json<Page> {
    Json(page.0)
}

fn app() -> App<()> {
    App::stateless().mount(routes![arguments, fields])
}

async fn sent(target: &str) -> Value {
    client(app()).await.get(target).send().await.assert_status(200).json()
}

#[tokio::test]
async fn arguments_are_read_from_what_is_in_brackets() {
    let answer =
        sent("/arguments?filter[name]=nut&filter[tags]=a&labels[x]=-1&filter%5Btags%5D=b&labels[y%20z]=2").await;
    assert_eq!(answer, json!([{"name": "nut", "tags": ["a", "b"], "size": null}, {"x": -1, "y z": 2}]));
    assert_eq!(
        sent("/arguments?filter[size][max]=9&filter[size][min]=1").await[0]["size"],
        json!({"min": 1, "max": 9})
    );
}

#[tokio::test]
async fn an_object_of_which_nothing_is_sent_is_absent() {
    assert_eq!(sent("/arguments?filters[name]=nut&filter[name=nut").await, json!([null, null]));
    let reply = client(app()).await.get("/fields?limit=1").send().await;
    reply.assert_status(422).assert_error(["query", "filter"], "missing");
}

#[tokio::test]
async fn fields_of_a_group_are_read_likewise() {
    let answer = sent("/fields?filter[size][min]=1&filter-x=1&limit=3&filter[name]=nut").await;
    assert_eq!(answer, json!({"limit": 3, "filter": {"name": "nut", "tags": [], "size": {"min": 1, "max": null}}}));
}

#[tokio::test]
async fn mistakes_are_told_at_their_keys() {
    for path in ["/arguments", "/fields"] {
        let target = format!("{path}?filter[name]=x&filter[size][min]=0&filter[size][max]=many&filter[colour]=red");
        let reply = client(app()).await.get(&target).send().await;
        reply.assert_status(422).assert_error(["query", "filter", "name"], "string_too_short");
        reply.assert_error(["query", "filter", "size", "min"], "greater_than_equal");
        reply.assert_error(["query", "filter", "size", "max"], "int_parsing");
        reply.assert_error(["query", "filter", "colour"], "extra_forbidden");
    }
}

#[tokio::test]
async fn a_bare_text_is_no_object() {
    for path in ["/arguments", "/fields"] {
        let reply = client(app()).await.get(format!("{path}?filter=nut")).send().await;
        reply.assert_status(422).assert_error(["query", "filter"], "model_attributes_type");
    }
}

#[tokio::test]
async fn what_is_no_text_is_told_at_its_key() {
    let reply = client(app()).await.get("/arguments?filter[name]=%ff").send().await;
    reply.assert_status(422).assert_error(["query", "filter", "name"], "string_unicode");
}

#[test]
fn the_document_says_deep_object() {
    for path in ["/arguments", "/fields"] {
        let operation = described(&app(), path, "get");
        let all = operation["parameters"].as_array().unwrap();
        let filter = all.iter().find(|parameter| parameter["name"] == "filter").unwrap();
        assert_eq!((&filter["style"], &filter["explode"]), (&json!("deepObject"), &json!(true)), "{path}");
    }
}

#[payload]
struct Lists {
    sizes: Vec<Size>,
}

#[endpoint(GET "/listed")]
async fn listed(#[query] lists: Lists) -> Json<Lists> {
    Json(lists)
}

#[endpoint(GET "/counted")]
async fn counted(head: Header<Lists>, #[query] counts: BTreeMap<String, Vec<Vec<u8>>>) -> Json<usize> {
    Json(head.sizes.len() + counts.len())
}

#[payload]
struct OnTop {
    size: Size,
}

#[endpoint(GET "/on-top")]
async fn on_top(head: Header<OnTop>) -> Json<u32> {
    Json(head.0.size.min)
}

#[test]
fn what_texts_cannot_tell_is_found_before_it_is_served() {
    let text = App::stateless().mount(routes![listed, counted, on_top]).openapi().unwrap_err().to_string();
    let query = "is no text, list of texts or object of such: take it in the body";
    for part in [
        format!("`GET /listed` of `endpoint::deep::listed`: the query parameter `lists[sizes]` {query}"),
        "the header parameter `sizes` is no text or list of texts: take it in the body".to_owned(),
        "the header parameter `size` is no text or list of texts: take it in the body".to_owned(),
    ] {
        assert!(text.contains(&part), "no {part:?} in {text}");
    }
}

#[dependency]
async fn guard(head: Header<OnTop>) -> u32 {
    head.0.size.min
}

#[test]
fn it_is_found_in_the_dependencies_around_too() {
    let app = App::stateless().depends(guard).mount(routes![fields]);
    let text = app.openapi().unwrap_err().to_string();
    assert!(text.contains("the header parameter `size` is no text"), "{text}");
}

#[test]
fn what_is_inside_is_written_in_place_and_is_never_null() {
    let operation = described(&app(), "/arguments", "get");
    let filter = &operation["parameters"][0]["schema"];
    assert_eq!(filter["description"], "Which items.");
    assert_eq!(filter["properties"]["name"], json!({"type": "string", "minLength": 2}));
    assert_eq!(filter["properties"]["size"]["properties"]["max"]["type"], "integer");
    assert_eq!(filter["additionalProperties"], false);
}
