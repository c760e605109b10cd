//! Operations that are described and not implemented, documents of routers, and redirects behind a proxy.

use aiserve::prelude::*;
use serde_json::json;

#[payload]
struct Order {
    #[garde(range(min = 1))]
    count: u32,
}

/// Order.
#[endpoint(POST "/orders/{shop}")]
async fn order(shop: u32, order: Order) -> Result<Order>;

#[endpoint(GET "/stock/")]
async fn stock() -> Json<u32> {
    Json(3)
}

#[tokio::test]
async fn an_operation_without_a_body_judges_its_input_and_answers_501() {
    let app = App::stateless().mount(routes![order]);
    let document: serde_json::Value = serde_json::from_str(&app.openapi().unwrap()).unwrap();
    assert!(document["paths"]["/orders/{shop}"]["post"]["responses"]["501"].is_object(), "{document}");
    let client = TestClient::new(app).await;
    let reply = client.post("/orders/x").json(&json!({"count": 0})).send().await;
    reply
        .assert_status(422)
        .assert_error(["path", "shop"], "int_parsing")
        .assert_error(["body", "count"], "greater_than_equal");
    let reply = client.post("/orders/1").json(&json!({"count": 1})).send().await;
    let reply = reply.assert_status(501);
    assert!(reply.text().contains("not implemented"), "{}", reply.text());
}

#[tokio::test]
async fn a_routers_document_is_beside_the_main_one() {
    let app = App::stateless().mount(Router::new("/admin").document("internal").mount(routes![stock]));
    let client = TestClient::new(app).await;
    let internal = client.get("/openapi/internal.json").send().await;
    assert!(internal.assert_status(200).text().contains("/admin/stock/"));
    let main = client.get("/openapi.json").send().await;
    assert!(!main.assert_status(200).text().contains("stock"));
    let page = client.get("/docs/internal").send().await;
    let page = page.assert_status(200).text().to_owned();
    assert!(page.contains(r#"data-document="../openapi/internal.json""#), "{page}");
    client.get("/docs/internal/start.js").send().await.assert_status(200);
    client.get("/admin/stock/").send().await.assert_status(200);
}

#[tokio::test]
async fn a_redirect_has_what_the_proxy_took_off() {
    let app = App::stateless().mount(routes![stock]).redirect_slashes(true).root_path("/api");
    let reply = TestClient::new(app).await.get("/stock").send().await;
    assert_eq!(reply.assert_status(307).header("location"), Some("/api/stock/"));
}
