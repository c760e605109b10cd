//! Ids and time limits of requests, wherever their routes are.

use std::time::Duration;

use aiserve::prelude::*;
use http::HeaderValue;
use serde_json::json;
use tower::util::{MapRequestLayer, MapResponseLayer};

use crate::{Server, zoo};

#[endpoint(GET "/id")]
async fn id(RequestId(id): RequestId) -> Text {
    Text(id)
}

/// As slow as it is asked to be, with a limit of its own.
#[endpoint(POST "/patient", timeout = 0.8)]
async fn patient(body: Bytes, #[query(default = 0)] millis: u64) -> NoContent {
    tokio::time::sleep(Duration::from_millis(millis)).await;
    drop(body);
    NoContent
}

/// Copies the id that the layer sees to the reply.
fn telling() -> (MapRequestLayer<impl Fn(Taken) -> Taken + Clone + Send + Sync + 'static>, Told) {
    let told = Told::default();
    let tell = told.clone();
    let layer = MapRequestLayer::new(move |request: Taken| {
        tell.lock().unwrap().extend(request.headers().get("x-request-id").cloned());
        request
    });
    (layer, told)
}

type Taken = http::Request<aiserve::body::RequestBody>;
type Told = std::sync::Arc<std::sync::Mutex<Vec<HeaderValue>>>;

#[tokio::test]
async fn endpoint_layers_and_reply_have_one_id() {
    let (of_router, router_told) = telling();
    let (of_app, app_told) = telling();
    let router = Router::new("/v1").layer(of_router).mount(routes![id]);
    let inner = App::stateless().mount(routes![id]);
    let app = App::stateless().mount(router).mount(routes![id]).nest("/inner", inner).layer(of_app);
    let client = TestClient::new(app).await;
    for target in ["/v1/id", "/id", "/inner/id"] {
        for sent in [None, Some("order-7")] {
            let mut call = client.get(target);
            if let Some(sent) = sent {
                call = call.header("x-request-id", sent);
            }
            let reply = call.send().await;
            let id = reply.header("x-request-id").unwrap();
            assert_eq!(id, sent.unwrap_or(id), "{target}");
            assert_eq!(reply.text(), id, "{target}");
            assert_eq!(app_told.lock().unwrap().pop().unwrap(), id, "{target}");
            assert_eq!(router_told.lock().unwrap().pop().is_some(), target == "/v1/id");
        }
    }
}

#[tokio::test]
async fn every_reply_has_an_id_and_no_two_the_same() {
    let server = Server::start(zoo::app()).await;
    let mut connection = server.connect().await;
    let mut ids = Vec::new();
    for target in ["/words/a", "/words/b", "/nowhere", "/livez", "/panic"] {
        connection.get(target).await;
        ids.push(connection.reply().await.header("x-request-id").expect(target).to_owned());
    }
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), 5);
    for bad in ["two words", "\u{e9}", &"a".repeat(200)] {
        connection.send(format!("GET /words/a HTTP/1.1\r\nhost: a\r\nx-request-id: {bad}\r\n\r\n")).await;
        assert_eq!(connection.reply().await.header("x-request-id").unwrap().len(), 32);
    }
}

#[tokio::test]
async fn an_id_that_a_layer_gave_stays() {
    let layer = MapResponseLayer::new(|mut response: aiserve::respond::Response| {
        response.headers_mut().insert("x-request-id", HeaderValue::from_static("of the layer"));
        response
    });
    let client = TestClient::new(zoo::app().layer(layer)).await;
    let reply = client.get("/words/a").send().await;
    let ids: Vec<_> = reply.headers().get_all("x-request-id").iter().collect();
    assert_eq!(ids, ["of the layer"]);
}

#[tokio::test]
async fn the_innermost_limit_counts_and_cancels() {
    let app = || {
        let slow = Router::new("/patient").timeout(Duration::ZERO).mount(routes![zoo::slow]);
        App::stateless().mount(routes![zoo::slow, patient]).mount(slow).timeout(Duration::from_millis(50))
    };
    for app in [app(), app().layer(tower::layer::util::Identity::new())] {
        let client = TestClient::new(app).await;
        let late = client.get("/slow").send().await;
        late.assert_status(504).assert_json(&json!({
            "type": "about:blank",
            "title": "Gateway Timeout",
            "status": 504,
            "detail": "no reply within 50ms",
            "code": "request_timeout",
        }));
        client.get("/patient/slow?millis=120").send().await.assert_status(200);
        client.post("/patient?millis=120").send().await.assert_status(204);
        client.post("/patient?millis=5000").send().await.assert_status(504);
    }
}

#[tokio::test]
async fn a_body_that_does_not_come_is_408_and_others_are_answered() {
    let server = Server::start(App::stateless().mount(routes![patient, id])).await;
    let (mut slow, mut other) = (server.connect().await, server.connect().await);
    slow.send("POST /patient HTTP/1.1\r\nhost: a\r\ncontent-length: 100\r\n\r\nhalf").await;
    other.get("/id").await;
    assert_eq!(other.reply().await.status, 200);
    let problem = slow.reply().await.assert_problem(408);
    assert_eq!(problem["detail"], "the body has not come whole within 800ms");
}

#[tokio::test]
async fn a_limit_of_its_own_is_in_the_document() {
    let document = App::stateless().mount(routes![patient, id]).openapi().unwrap();
    let document: serde_json::Value = serde_json::from_str(&document).unwrap();
    let statuses = |path: &str, method: &str| {
        document["paths"][path][method]["responses"].as_object().unwrap().keys().cloned().collect::<Vec<_>>()
    };
    assert_eq!(statuses("/patient", "post"), ["204", "408", "413", "415", "422", "504"]);
    assert_eq!(statuses("/id", "get"), ["200"]);
}

#[tokio::test]
async fn a_service_in_another_server_leaves_ids_and_limits_to_it() {
    let mut service = zoo::app().timeout(Duration::from_millis(1)).start().await.unwrap();
    let request = http::Request::get("/slow?millis=30").body(aiserve::body::Body::empty()).unwrap();
    let reply = tower::Service::call(&mut service, request).await.unwrap();
    assert_eq!(reply.status(), 200);
    assert!(!reply.headers().contains_key("x-request-id"));
}
