//! Replies: successes, declared errors, and what the request alone can bring about.

use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::{document, of};

#[payload]
struct Item {
    name: String,
}

/// What can go wrong.
#[derive(Debug, thiserror::Error, ApiError)]
enum ShopError {
    /// No such item.
    #[error("item {id} does not exist")]
    #[status(404)]
    Missing { id: u64 },
    /// The shop is closed.
    #[error("closed")]
    #[status(503, code = "closed_today", retry_after = 60)]
    Closed,
}

#[endpoint(POST "/items/{id}", status = 201)]
async fn create(id: u64, item: Item) -> Result<Item, ShopError> {
    match id {
        0 => Err(ShopError::Closed),
        1 => Ok(item),
        id => Err(ShopError::Missing { id }),
    }
}

#[endpoint(GET "/names/{name}")]
async fn name(name: String) -> Text {
    Text(name)
}

#[endpoint(GET "/either")]
async fn either(#[query] left: bool) -> Either<Item, NoContent> {
    if left { Either::Left(Item { name: String::new() }) } else { Either::Right(NoContent) }
}

fn statuses(document: &Value, path: &str, method: &str) -> Vec<String> {
    document["paths"][path][method]["responses"].as_object().unwrap().keys().cloned().collect()
}

const PROBLEM: &str = "application/problem+json";

#[test]
fn errors_are_documented_with_what_the_request_can_get_wrong() {
    let document = of(routes![create]);
    assert_eq!(statuses(&document, "/items/{id}", "post"), ["201", "404", "413", "415", "422", "503"]);
    let responses = &document["paths"]["/items/{id}"]["post"]["responses"];
    assert_eq!(responses["201"]["content"]["application/json"]["schema"], json!({"$ref": "#/components/schemas/Item"}));
    assert_eq!(responses["404"]["description"], "No such item.");
    let problem = json!({"$ref": "#/components/schemas/Problem"});
    assert_eq!(responses["404"]["content"][PROBLEM]["schema"], problem);
    assert_eq!(responses["503"]["content"][PROBLEM]["examples"]["closed_today"]["value"]["status"], 503);
    assert_eq!(responses["503"]["headers"]["retry-after"]["schema"]["type"], "integer");
    assert_eq!(responses["404"].get("headers"), None);
    let invalid = json!({"$ref": "#/components/schemas/ValidationProblem"});
    assert_eq!(responses["422"]["content"][PROBLEM]["schema"], invalid);
}

#[test]
fn what_cannot_go_wrong_is_not_documented() {
    assert_eq!(statuses(&of(routes![name]), "/names/{name}", "get"), ["200"]);
    assert_eq!(statuses(&of(routes![either]), "/either", "get"), ["200", "204", "422"]);
}

#[test]
fn a_reply_without_content_has_none() {
    let document = of(routes![either]);
    assert_eq!(document["paths"]["/either"]["get"]["responses"]["204"].get("content"), None);
}

#[test]
fn in_fastapi_s_format_the_errors_are_fastapi_s() {
    let document = document(&App::stateless().errors(ErrorFormat::FastApi).mount(routes![create]));
    assert_eq!(statuses(&document, "/items/{id}", "post"), ["201", "404", "413", "422", "503"]);
    let invalid = &document["paths"]["/items/{id}"]["post"]["responses"]["422"];
    assert_eq!(invalid["description"], "Validation Error");
    assert_eq!(
        invalid["content"]["application/json"]["schema"],
        json!({"$ref": "#/components/schemas/HTTPValidationError"})
    );
    let schemas = &document["components"]["schemas"];
    assert_eq!(
        schemas["HTTPValidationError"]["properties"]["detail"],
        json!({"type": "array", "items": {"$ref": "#/components/schemas/ValidationError"}, "title": "Detail"})
    );
    assert_eq!(schemas["ValidationError"]["required"], json!(["loc", "msg", "type"]));
    assert_eq!(
        schemas["ValidationError"]["properties"]["loc"]["items"]["anyOf"],
        json!([{"type": "string"}, {"type": "integer"}])
    );
    assert_eq!(schemas.get("Problem"), None);
}

#[test]
fn a_router_s_format_is_that_of_its_operations_alone() {
    let old = Router::new("/old").errors(ErrorFormat::FastApi).mount(routes![create]);
    let document = document(&App::stateless().mount(old).mount(routes![create]));
    let media = |path: &str| {
        let content = &document["paths"][path]["post"]["responses"]["404"]["content"];
        content.as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(media("/old/items/{id}"), ["application/json"]);
    assert_eq!(media("/items/{id}"), [PROBLEM]);
}

#[test]
fn input_is_in_the_schema_of_mistakes_only_if_it_is_sent_back() {
    let fields = |echo: bool| {
        let document = document(&App::stateless().echo_input(echo).mount(routes![create]));
        let invalid =
            document["paths"]["/items/{id}"]["post"]["responses"]["422"]["content"][PROBLEM]["schema"].clone();
        let invalid = document.pointer(&invalid["$ref"].as_str().unwrap()[1..]).unwrap();
        let item = invalid["properties"]["errors"]["items"]["$ref"].as_str().unwrap();
        document.pointer(&item[1..]).unwrap()["properties"].get("input").is_some()
    };
    assert!(fields(true) && !fields(false));
}

#[endpoint(POST "/free")]
async fn free(item: Item) -> Item {
    item
}

#[test]
fn one_s_own_answer_to_invalid_input_has_a_schema_of_any_kind() {
    let app = App::stateless().on_invalid(|_| json!({"mine": true})).mount(routes![free]);
    let document = document(&app);
    assert!(statuses(&document, "/free", "post").contains(&"422".to_owned()));
}
