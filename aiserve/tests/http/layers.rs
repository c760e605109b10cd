//! tower layers: around the app, around routers, their order, and what they may do.

use std::time::Duration;

use aiserve::prelude::*;
use http::{HeaderValue, Request};
use tower::ServiceBuilder;
use tower::util::{MapRequestLayer, MapResponseLayer};

use crate::zoo;

/// Adds a value to the reply's `trail`.
fn mark<B: 'static>(
    name: &'static str,
) -> MapResponseLayer<impl Fn(http::Response<B>) -> http::Response<B> + Clone + Send + Sync + 'static> {
    MapResponseLayer::new(move |mut response: http::Response<B>| {
        response.headers_mut().append("trail", HeaderValue::from_static(name));
        response
    })
}

fn trail(reply: &aiserve::testing::TestReply) -> Vec<&str> {
    reply.headers().get_all("trail").iter().map(|value| value.to_str().unwrap()).collect()
}

#[tokio::test]
async fn the_layer_added_last_is_the_outermost() {
    let inner = Router::new("/inner").layer(mark("inner 1")).layer(mark("inner 2")).mount(routes![zoo::word]);
    let outer = Router::new("/outer").layer(mark("outer")).mount(inner).mount(routes![zoo::echo]);
    let app = App::stateless().mount(outer).mount(routes![zoo::file]).layer(mark("app 1")).layer(mark("app 2"));
    let client = TestClient::new(app).await;
    let reply = client.get("/outer/inner/words/a").send().await;
    assert_eq!(trail(reply.assert_status(200)), ["inner 1", "inner 2", "outer", "app 1", "app 2"]);
    let reply = client.get("/files/a").send().await;
    assert_eq!(trail(reply.assert_status(200)), ["app 1", "app 2"]);
}

#[tokio::test]
async fn the_app_s_layers_see_what_no_route_answers() {
    let client = TestClient::new(zoo::app().layer(mark("app"))).await;
    for target in ["/nowhere", "/words/%zz", "/livez"] {
        assert_eq!(trail(&client.get(target).send().await), ["app"], "{target}");
    }
}

#[tokio::test]
async fn a_router_s_layers_do_not_see_other_routes() {
    let router = Router::new("/v1").layer(mark("v1")).mount(routes![zoo::word]);
    let client = TestClient::new(App::stateless().mount(router).mount(routes![zoo::file])).await;
    assert_eq!(trail(&client.get("/v1/nowhere").send().await), [""; 0]);
    assert_eq!(trail(&client.get("/files/a").send().await), [""; 0]);
}

#[tokio::test]
async fn a_layer_around_a_route_may_change_the_request() {
    let rewrite = MapRequestLayer::new(|mut request: Request<aiserve::body::RequestBody>| {
        *request.uri_mut() = "/x".parse().unwrap();
        request
    });
    let client =
        TestClient::new(App::stateless().mount(Router::new("").layer(rewrite).mount(routes![zoo::word]))).await;
    client.get("/words/as-it-was-matched").send().await.assert_status(200).assert_json("as-it-was-matched");
}

#[tokio::test]
async fn a_layer_around_the_app_may_change_the_path() {
    let rewrite = MapRequestLayer::new(|mut request: Request<aiserve::body::RequestBody>| {
        *request.uri_mut() = "/words/rewritten".parse().unwrap();
        request
    });
    let client = TestClient::new(zoo::app().layer(rewrite)).await;
    client.get("/anywhere").send().await.assert_status(200).assert_json("rewritten");
}

#[tokio::test]
async fn an_error_of_a_layer_is_a_500_of_the_app_s_format() {
    let timeout = ServiceBuilder::new().timeout(Duration::from_millis(20)).into_inner();
    let client = TestClient::new(zoo::app().layer(timeout)).await;
    let reply = client.get("/slow?millis=5000").send().await;
    reply.assert_status(500).assert_header("content-type", "application/problem+json");
    client.get("/words/a").send().await.assert_status(200);
}

#[tokio::test]
async fn head_under_a_layer_has_no_body() {
    let client = TestClient::new(zoo::app().layer(mark("app"))).await;
    let reply = client.head("/words/abc").send().await;
    assert_eq!((reply.header("content-length"), reply.bytes().len()), (Some("5"), 0));
}

#[tokio::test]
async fn a_started_app_is_a_service_of_any_body() {
    use http_body_util::{BodyExt, Empty};
    use tower::ServiceExt;

    let service = zoo::app().start().await.unwrap();
    let request = Request::get("/words/a").body(Empty::<bytes::Bytes>::new()).unwrap();
    let reply = service.oneshot(request).await.unwrap();
    assert_eq!(reply.into_body().collect().await.unwrap().to_bytes(), "\"a\"");
}
