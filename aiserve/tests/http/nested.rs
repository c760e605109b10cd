//! An app in another one: its own state and manners, one document.

use std::sync::{Arc, Mutex};

use aiserve::prelude::*;
use http::HeaderValue;
use tower::util::MapResponseLayer;

use crate::zoo;

type Log = Arc<Mutex<Vec<&'static str>>>;

#[derive(AppState)]
struct Shop {
    log: Log,
}

#[derive(AppState)]
struct Till {
    sum: u32,
}

#[payload]
struct Item {
    #[garde(length(chars, min = 2))]
    name: String,
}

#[dependency]
async fn key(#[header] x_key: String) -> Result<()> {
    if x_key == "open" { Ok(()) } else { Err(Problem::unauthorized("no key")) }
}

/// Rename an item.
#[endpoint(PUT "/items/{id}", tags("items"))]
async fn rename(id: u32, item: Item, State(log): State<Log>) -> String {
    log.lock().unwrap().push("request");
    format!("{id} is {}", item.name)
}

#[endpoint(GET "/sum")]
async fn sum(State(sum): State<u32>) -> u32 {
    sum
}

#[endpoint(POST "item-sold")]
async fn item_sold(item: Item) -> NoContent;

#[endpoint(GET "/ticks")]
async fn ticks() -> Sse<u32> {
    Sse::new(futures_util::stream::iter([Ok::<_, Problem>(1), Ok(2)]))
}

async fn opens(shop: &Shop) -> Result<()> {
    shop.log.lock().unwrap().push("opens");
    Ok(())
}

async fn closes(shop: &Shop) -> Result<()> {
    shop.log.lock().unwrap().push("closes");
    Ok(())
}

fn mark(
    name: &'static str,
) -> MapResponseLayer<impl Fn(aiserve::respond::Response) -> aiserve::respond::Response + Clone> {
    MapResponseLayer::new(move |mut response: aiserve::respond::Response| {
        response.headers_mut().append("trail", HeaderValue::from_static(name));
        response
    })
}

fn shop(log: &Log) -> App<Shop> {
    App::with_state(Shop { log: Arc::clone(log) })
        .title("not told")
        .errors(ErrorFormat::FastApi)
        .depends(key)
        .tag("items", "What is sold.")
        .mount(routes![rename, ticks])
        .webhooks(routes![item_sold])
        .nest("/till", App::with_state(Till { sum: 7 }).mount(routes![sum]))
        .layer(mark("shop"))
        .on_start(opens)
        .on_stop(closes)
}

fn app(log: &Log) -> App<()> {
    App::stateless().title("Town").mount(routes![zoo::word]).nest("/shop", shop(log)).layer(mark("town"))
}

#[tokio::test]
async fn its_routes_are_answered_below_the_prefix_with_their_own_state() {
    let log = Log::default();
    let client = TestClient::new(app(&log)).await;
    let reply =
        client.put("/shop/items/3").header("x-key", "open").json(&serde_json::json!({"name": "pear"})).send().await;
    assert_eq!(reply.assert_status(200).text(), "\"3 is pear\"");
    assert_eq!(client.get("/shop/till/sum").send().await.assert_status(200).text(), "7");
    assert_eq!(client.get("/words/a").send().await.assert_status(200).text(), "\"a\"");
    client.get("/items/3").send().await.assert_status(404);
    client.stop().await;
    assert_eq!(log.lock().unwrap().join(" "), "opens request closes");
}

#[tokio::test]
async fn it_keeps_its_dependencies_its_errors_and_its_layers() {
    let client = TestClient::new(app(&Log::default())).await;
    let item = serde_json::json!({"name": "p"});
    let reply = client.put("/shop/items/x").header("x-key", "open").json(&item).send().await;
    let detail = &reply.assert_status(422).json::<serde_json::Value>()["detail"];
    assert_eq!(detail.as_array().unwrap().len(), 2, "the path and the body, in FastAPI's shape: {detail}");
    let trail: Vec<_> = reply.headers().get_all("trail").iter().collect();
    assert_eq!(trail, ["shop", "town"]);
    let reply = client.put("/shop/items/3").header("x-key", "shut").json(&item).send().await;
    reply.assert_status(401);
    // What is nested deeper has its own dependencies alone, and all layers around it.
    let reply = client.get("/shop/till/sum").send().await;
    assert_eq!(reply.assert_status(200).headers().get_all("trail").iter().count(), 2);
    let reply = client.get("/shop/items/3").send().await;
    assert_eq!(reply.assert_status(405).headers()["allow"], "PUT");
    let reply = client.get("/shop/ticks").header("x-key", "open").send().await;
    assert_eq!(reply.assert_status(200).text(), "data: 1\n\ndata: 2\n\n");
}

#[tokio::test]
async fn its_dependencies_can_be_replaced() {
    let client = TestClient::new(app(&Log::default())).await.replace(key, |_| Ok(()));
    let reply = client.put("/shop/items/3").json(&serde_json::json!({"name": "pear"})).send().await;
    reply.assert_status(200);
}

#[test]
fn one_document_tells_of_all() {
    let document: serde_json::Value = serde_json::from_str(&app(&Log::default()).openapi().unwrap()).unwrap();
    assert_eq!(document["info"]["title"], "Town");
    assert_eq!(document["tags"][0]["description"], "What is sold.");
    assert!(document["webhooks"]["item-sold"]["post"].is_object());
    let operation = &document["paths"]["/shop/items/{id}"]["put"];
    let names: Vec<_> =
        operation["parameters"].as_array().unwrap().iter().map(|parameter| &parameter["name"]).collect();
    assert!(names.iter().any(|name| *name == "x-key"), "{names:?}");
    assert_eq!(
        operation["responses"]["422"]["content"]["application/json"]["schema"]["$ref"],
        "#/components/schemas/HTTPValidationError"
    );
    assert!(document["paths"]["/shop/till/sum"]["get"].is_object());
}

#[tokio::test]
async fn mistakes_are_reported_with_all_others() {
    let app = App::stateless()
        .mount(routes![zoo::word])
        .nest("", App::with_state(1_u8).mount(routes![zoo::word]))
        .nest("/{id}", App::stateless().mount(routes![zoo::word]))
        .nest("/v2", App::stateless().mount(Router::new("x").mount(routes![zoo::word])));
    let text = app.start().await.unwrap_err().to_string();
    for part in [
        "for 3 reasons",
        "`GET /words/{word}` of `http::zoo::word`: `http::zoo::word` answers these requests already",
        "the nested app's prefix `/{id}` is wrong: it has a parameter",
        "in the app at `/v2`: the router's prefix `x` is wrong",
    ] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
}

#[tokio::test]
async fn a_state_that_cannot_be_loaded_keeps_all_from_starting() {
    async fn load(_: &Config) -> aiserve::Result<Till> {
        Err(Problem::unavailable("no till"))
    }

    let error = App::stateless().nest("/till", App::new(load).mount(routes![sum])).start().await.unwrap_err();
    assert!(error.to_string().contains("no till"), "{error}");
}

#[cfg(feature = "files")]
#[tokio::test]
async fn its_folders_are_below_the_prefix() {
    let shop = App::stateless().static_files("/assets", env!("CARGO_MANIFEST_DIR"));
    let client = TestClient::new(App::stateless().nest("/shop", shop)).await;
    client.get("/shop/assets/Cargo.toml").send().await.assert_status(200);
    client.get("/assets/Cargo.toml").send().await.assert_status(404);
}
