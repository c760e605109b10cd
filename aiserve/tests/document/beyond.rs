//! Callbacks, webhooks, several documents, ids by rule, keys of one's own, and what stands before the paths.

use aiserve::openapi::{ExternalDocs, Server};
use aiserve::prelude::*;
use serde_json::{Value, json};

use crate::{document, of};

#[payload]
struct Invoice {
    id: u64,
    callback_url: String,
}

#[payload]
struct Paid {
    invoice: u64,
}

/// An invoice was paid.
#[endpoint(POST "{$request.body#/callback_url}/paid", status = 204)]
async fn paid(event: Paid) -> NoContent;

#[endpoint(POST "/invoices", callbacks(paid), extensions("x-internal" = true, "x-codegen" = json!({"name": "bill"})),
    external_docs(url = "https://example.com/invoices", description = "How to bill."))]
async fn create(invoice: Invoice) -> NoContent {
    let _ = invoice;
    NoContent
}

#[endpoint(PUT "/invoices", callbacks(paid))]
async fn replace(invoice: Invoice) -> NoContent {
    let _ = invoice;
    NoContent
}

/// A subscription ended.
#[endpoint(POST "subscription-ended")]
async fn subscription_ended(event: Paid) -> NoContent;

#[endpoint(GET "/list", tags("bills"))]
async fn list() -> NoContent {
    NoContent
}

fn wrong(app: &App<()>) -> String {
    app.openapi().unwrap_err().to_string()
}

#[test]
fn a_callback_stands_in_its_operation_under_its_expression() {
    let document = of(routes![create]);
    let callback = &document["paths"]["/invoices"]["post"]["callbacks"]["paid"];
    let operation = &callback["{$request.body#/callback_url}/paid"]["post"];
    assert_eq!((&operation["summary"], &operation["operationId"]), (&json!("An invoice was paid"), &json!("paid")));
    let schema = &operation["requestBody"]["content"]["application/json"]["schema"];
    assert_eq!(*schema, json!({"$ref": "#/components/schemas/Paid"}));
    assert_eq!(document["components"]["schemas"]["Paid"]["type"], "object");
    // What the client refuses is the client's to say.
    assert_eq!(operation["responses"].as_object().unwrap().keys().collect::<Vec<_>>(), ["204"]);
    assert_eq!(document["paths"].as_object().unwrap().len(), 1);
}

#[test]
fn a_callback_of_two_operations_has_two_ids() {
    let document = of(routes![create, replace]);
    let id = |method: &str| {
        let callback = &document["paths"]["/invoices"][method]["callbacks"]["paid"];
        callback["{$request.body#/callback_url}/paid"]["post"]["operationId"].clone()
    };
    assert_eq!([id("post"), id("put")], [json!("paid_invoices_post"), json!("paid_invoices_put")]);
}

#[test]
fn webhooks_are_named_and_not_served() {
    let app = App::stateless().mount(routes![list]).webhooks(routes![subscription_ended]);
    let written = document(&app);
    let operation = &written["webhooks"]["subscription-ended"]["post"];
    assert_eq!(operation["summary"], "A subscription ended");
    assert_eq!(written["components"]["schemas"]["Paid"]["type"], "object");
    assert_eq!(written["paths"].as_object().unwrap().len(), 1);
    let old = document(&app.openapi_version(aiserve::OpenApiVersion::V3_0));
    assert_eq!(old["x-webhooks"]["subscription-ended"]["post"]["summary"], "A subscription ended");
    assert_eq!(old.get("webhooks"), None);
}

#[test]
fn a_webhook_is_no_path() {
    let message = wrong(&App::stateless().mount(routes![subscription_ended]));
    assert!(message.contains("`POST subscription-ended`") && message.contains("begins with `/`"), "{message}");
}

#[test]
fn keys_of_ones_own_are_where_they_were_said() {
    let docs = ExternalDocs { url: "https://example.com".to_owned(), ..ExternalDocs::default() };
    let app =
        App::stateless().mount(routes![create]).external_docs(docs).extension("x-logo", json!({"url": "/logo.png"}));
    let document = document(&app);
    assert_eq!(document["x-logo"], json!({"url": "/logo.png"}));
    assert_eq!(document["externalDocs"], json!({"url": "https://example.com"}));
    let operation = &document["paths"]["/invoices"]["post"];
    assert_eq!((&operation["x-internal"], &operation["x-codegen"]), (&json!(true), &json!({"name": "bill"})));
    let docs = json!({"url": "https://example.com/invoices", "description": "How to bill."});
    assert_eq!(operation["externalDocs"], docs);
    let message = wrong(&App::stateless().extension("logo", 1));
    assert!(message.contains("`logo`") && message.contains("`x-`"), "{message}");
}

#[test]
fn ids_follow_the_apps_rule() {
    fn tagged(operation: &OperationName<'_>) -> String {
        format!("{}-{}-{}", operation.tags.join("."), operation.method.name().to_lowercase(), operation.function)
    }
    let routes = Router::new("/v1").tag("v1").mount(routes![list]);
    let document = document(&App::stateless().mount(routes).operation_ids(tagged));
    assert_eq!(document["paths"]["/v1/list"]["get"]["operationId"], "v1.bills-get-list");
    let message = wrong(&App::stateless().mount(routes![list, create]).operation_ids(|_| "same".to_owned()));
    assert!(message.contains("`same`"), "{message}");
    assert!(message.contains("`GET /list`") && message.contains("`POST /invoices`"), "{message}");
}

#[test]
fn a_router_can_have_a_document_of_its_own() {
    let inner = Router::new("/deep").mount(routes![create]);
    let app = App::stateless().mount(routes![list]).mount(Router::new("/admin").document("internal").mount(inner));
    let paths = |document: &Value| document["paths"].as_object().unwrap().keys().cloned().collect::<Vec<_>>();
    assert_eq!(paths(&document(&app)), ["/list"]);
    let internal: Value = serde_json::from_str(&app.openapi_of("internal").unwrap()).unwrap();
    assert_eq!(paths(&internal), ["/admin/deep/invoices"]);
    assert_eq!(document(&app)["components"].get("schemas"), None);
    let message = app.openapi_of("secret").unwrap_err().to_string();
    assert!(message.contains("`secret`") && message.contains("`internal`"), "{message}");
    let message = wrong(&App::stateless().mount(Router::new("").document("a/b").mount(routes![list])));
    assert!(message.contains("`a/b`"), "{message}");
}

#[test]
fn what_a_proxy_takes_off_is_the_first_server() {
    let server = Server { url: "https://example.com".to_owned(), ..Server::default() };
    let app = App::stateless().server(server).root_path("/api/v1");
    assert_eq!(document(&app)["servers"], json!([{"url": "/api/v1"}, {"url": "https://example.com"}]));
    for prefix in ["api", "/api/", "/{api}"] {
        let message = wrong(&App::stateless().root_path(prefix));
        assert!(message.contains(&format!("the root_path `{prefix}`")), "{message}");
    }
}
