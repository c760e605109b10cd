//! What an endpoint says about itself.

use aiserve::prelude::*;
use serde_json::json;

use super::described;

/// Finds
/// an item.
///
/// The rest is
/// *Markdown*.
#[endpoint(GET "/first", tags("shop", "find"))]
async fn first() -> NoContent {
    NoContent
}

#[endpoint(POST "/second", id = "makeIt", summary = "Makes it", description = "At once.", status = 201, deprecated)]
async fn second() -> Json<u8> {
    Json(1)
}

#[endpoint(GET "/third", hidden)]
async fn third() -> Json<u8> {
    Json(3)
}

#[endpoint(GET "/fourth")]
#[deprecated(note = "use `first`")]
async fn fourth() -> NoContent {
    NoContent
}

fn app() -> App<()> {
    App::stateless().mount(routes![first, second, third, fourth])
}

#[test]
fn the_doc_comment_is_summary_and_description() {
    let operation = described(&app(), "/first", "get");
    assert_eq!(operation["summary"], "Finds an item");
    assert_eq!(operation["description"], "The rest is\n*Markdown*.");
    assert_eq!(operation["operationId"], "first");
    assert_eq!(operation["tags"], json!(["shop", "find"]));
}

#[test]
fn words_of_the_attribute_win() {
    let operation = described(&app(), "/second", "post");
    assert_eq!(operation["summary"], "Makes it");
    assert_eq!(operation["description"], "At once.");
    assert_eq!(operation["operationId"], "makeIt");
    assert_eq!(operation["deprecated"], true);
    assert!(operation["responses"]["201"].is_object());
    assert!(operation["responses"]["200"].is_null());
}

#[tokio::test]
async fn a_hidden_endpoint_is_served_and_not_described() {
    assert!(described(&app(), "/third", "get").is_null());
    super::client(app()).await.get("/third").send().await.assert_status(200).assert_json(&3);
}

#[test]
fn a_deprecated_function_is_a_deprecated_operation() {
    assert_eq!(described(&app(), "/fourth", "get")["deprecated"], true);
}
