//! Operations: texts, names, tags, bodies, what is hidden; and what the app says of itself.

use aiserve::openapi::{Contact, License, Server};
use aiserve::prelude::*;
use serde_json::json;

use crate::{document, of};

/// Read an item.
///
/// With **all** of it.
#[endpoint(GET "/items/{id}", tags("shop", "items"))]
async fn read_item(id: u8) -> Json<u8> {
    Json(id)
}

#[endpoint(GET "/old", deprecated)]
async fn old_way() -> NoContent {
    NoContent
}

#[endpoint(GET "/hidden", hidden)]
async fn hidden() -> NoContent {
    NoContent
}

#[endpoint(PUT "/all", id = "replace-all", summary = "Replace", description = "All.", status = 202)]
async fn replace(#[body] name: String, #[body(default = 1)] count: u8) -> NoContent {
    let _ = (name, count);
    NoContent
}

#[test]
fn the_doc_comment_is_summary_and_description() {
    let document = of(routes![read_item, old_way, replace]);
    let read = &document["paths"]["/items/{id}"]["get"];
    assert_eq!(read["summary"], "Read an item");
    assert_eq!(read["description"], "With **all** of it.");
    assert_eq!(read["operationId"], "read_item");
    assert_eq!(read["tags"], json!(["shop", "items"]));
    let old = &document["paths"]["/old"]["get"];
    assert_eq!((&old["summary"], &old["deprecated"]), (&json!("Old Way"), &json!(true)));
    assert_eq!(old.get("description"), None);
    let replace = &document["paths"]["/all"]["put"];
    assert_eq!((&replace["operationId"], &replace["summary"]), (&json!("replace-all"), &json!("Replace")));
    assert_eq!(replace["description"], "All.");
}

#[test]
fn what_is_hidden_is_not_there() {
    let document = of(routes![hidden, old_way]);
    assert_eq!(document["paths"].as_object().unwrap().keys().collect::<Vec<_>>(), ["/old"]);
}

#[test]
fn several_bodies_are_one_object() {
    let document = of(routes![replace]);
    let body = &document["paths"]["/all"]["put"]["requestBody"];
    assert_eq!(body["required"], true);
    assert_eq!(body["content"]["application/json"]["schema"], json!({"$ref": "#/components/schemas/ReplaceBody"}));
    let schema = &document["components"]["schemas"]["ReplaceBody"];
    assert_eq!(schema["required"], json!(["name"]));
    assert_eq!(schema["properties"]["count"]["default"], 1);
}

#[payload]
struct Item {
    name: String,
}

#[endpoint(POST "/optional")]
async fn optional(
    /// What to store.
    #[body(example(name = "one", summary = "One", value = json!({"name": "n"})))]
    item: Option<Item>,
) -> NoContent {
    let _ = item;
    NoContent
}

#[test]
fn an_optional_body_is_not_required_and_examples_have_names() {
    let document = of(routes![optional]);
    let body = &document["paths"]["/optional"]["post"]["requestBody"];
    assert_eq!(body["required"], false);
    assert_eq!(body["description"], "What to store.");
    let media = &body["content"]["application/json"];
    assert_eq!(media["schema"], json!({"anyOf": [{"$ref": "#/components/schemas/Item"}, {"type": "null"}]}));
    assert_eq!(media["examples"], json!({"one": {"summary": "One", "value": {"name": "n"}}}));
}

#[test]
fn one_endpoint_mounted_twice_has_two_names() {
    let app = App::stateless()
        .mount(Router::new("/a").tag("a").mount(routes![read_item]))
        .mount(Router::new("/b").mount(routes![read_item]));
    let document = document(&app);
    let id = |path: &str| document["paths"][path]["get"]["operationId"].as_str().unwrap().to_owned();
    let (a, b) = (id("/a/items/{id}"), id("/b/items/{id}"));
    assert_eq!((a.as_str(), b.as_str()), ("read_item_a_items_id", "read_item_b_items_id"));
    assert_eq!(document["paths"]["/a/items/{id}"]["get"]["tags"], json!(["a", "shop", "items"]));
}

#[test]
fn the_app_says_who_it_is() {
    let app = App::stateless()
        .title("Shop")
        .version("2.0")
        .summary("Sells.")
        .description("More.")
        .terms_of_service("https://example.com/terms")
        .contact(Contact { name: Some("Ann".to_owned()), ..Contact::default() })
        .license(License { name: "MIT".to_owned(), identifier: Some("MIT".to_owned()), url: None })
        .server(Server { url: "https://example.com".to_owned(), description: None })
        .tag("shop", "The shop.")
        .mount(routes![read_item]);
    let document = document(&app);
    assert_eq!(document["openapi"], "3.1.0");
    assert_eq!(
        document["info"],
        json!({
            "title": "Shop", "version": "2.0", "summary": "Sells.", "description": "More.",
            "termsOfService": "https://example.com/terms", "contact": {"name": "Ann"},
            "license": {"name": "MIT", "identifier": "MIT"},
        })
    );
    assert_eq!(document["servers"], json!([{"url": "https://example.com"}]));
    assert_eq!(document["tags"], json!([{"name": "shop", "description": "The shop."}]));
}

#[test]
fn the_document_is_the_same_each_time() {
    let text = || App::stateless().mount(routes![read_item, replace, optional]).openapi().unwrap();
    assert_eq!(text(), text());
}
