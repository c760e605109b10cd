//! Dependencies: once a request, before the body, nested, with their mistakes and errors, for routers, in tests.

use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::time::Duration;

use aiserve::depends::{Cleanup, RequiredScopes};
use aiserve::prelude::*;
use serde_json::{Value, json};

#[derive(Clone, AppState)]
struct Services {
    runs: Arc<AtomicUsize>,
    ended: tokio::sync::mpsc::UnboundedSender<&'static str>,
}

type Runs = Arc<AtomicUsize>;
type Ended = tokio::sync::mpsc::UnboundedSender<&'static str>;

/// A page of a list.
#[derive(Clone)]
struct Page {
    from: u32,
    size: u32,
}

#[dependency]
async fn page(
    #[query(default = 0)] from: u32,
    /// How many there are on a page.
    #[query(default = 10)]
    #[garde(range(max = 100))]
    size: u32,
    State(runs): State<Runs>,
) -> Result<Page> {
    runs.fetch_add(1, Ordering::SeqCst);
    Ok(Page { from, size })
}

#[dependency]
async fn doubled(#[depends(page)] page: Page) -> Result<u32> {
    Ok(page.size * 2)
}

#[derive(Debug, thiserror::Error, ApiError)]
enum Denied {
    /// The key is not known.
    #[error("nobody has the key {0}")]
    #[status(403)]
    Unknown(String),
}

#[dependency]
async fn caller(#[header] x_key: String) -> Result<String, Denied> {
    if x_key == "open" { Ok("ada".to_owned()) } else { Err(Denied::Unknown(x_key)) }
}

#[payload]
struct Listed {
    from: u32,
    size: u32,
    doubled: u32,
}

#[endpoint(GET "/list")]
async fn list(#[depends(page)] page: Page, #[depends(doubled)] doubled: u32) -> Listed {
    Listed { from: page.from, size: page.size, doubled }
}

#[payload]
struct Note {
    text: String,
}

#[endpoint(POST "/notes", depends(caller))]
async fn note(note: Note) -> Note {
    note
}

#[endpoint(GET "/plain")]
async fn plain() -> Text<&'static str> {
    Text("plain")
}

#[dependency]
async fn owner(#[path] item: u32) -> Result<u32> {
    Ok(item + 1)
}

#[endpoint(GET "/items/{item}")]
async fn item(#[depends(owner)] owner: u32) -> Json<u32> {
    Json(owner)
}

#[dependency]
async fn session(cleanup: Cleanup, State(ended): State<Ended>) -> Result<Arc<Guard>> {
    let late = ended.clone();
    cleanup.run(async move {
        tokio::time::sleep(Duration::from_millis(1)).await;
        late.send("cleaned").unwrap();
    });
    Ok(Arc::new(Guard(ended)))
}

struct Guard(Ended);

impl Drop for Guard {
    fn drop(&mut self) {
        self.0.send("dropped").unwrap();
    }
}

#[endpoint(GET "/session", depends(session))]
async fn with_session(#[query(default = 0)] fails: u8) -> Result<NoContent> {
    match fails {
        0 => Ok(NoContent),
        1 => Err(Problem::conflict("as asked")),
        _ => panic!("as asked"),
    }
}

#[endpoint(GET "/stream", depends(session))]
async fn stream(State(ended): State<Ended>) -> Sse<u8> {
    Sse::new(generate(async move |mut items| {
        items.send(1).await;
        ended.send("sent").unwrap();
        Ok(())
    }))
}

#[dependency]
async fn scopes(scopes: RequiredScopes) -> Result<Vec<&'static str>> {
    Ok(scopes.names().to_vec())
}

#[dependency]
async fn inner(#[depends(scopes, scopes("inner"))] scopes: Vec<&'static str>) -> Result<Vec<&'static str>> {
    Ok(scopes)
}

#[dependency]
async fn counted(State(runs): State<Runs>) -> Result<usize> {
    Ok(runs.fetch_add(1, Ordering::SeqCst))
}

#[dependency]
async fn admin(
    #[depends(counted)] counted: usize,
    #[depends(scopes)] scopes: Vec<&'static str>,
) -> Result<(usize, Vec<&'static str>)> {
    Ok((counted, scopes))
}

#[endpoint(GET "/mixed")]
async fn mixed(
    #[depends(admin)] plain: (usize, Vec<&'static str>),
    #[depends(admin, scopes("admin"))] scoped: (usize, Vec<&'static str>),
    #[depends(counted, scopes("admin"))] counted: usize,
    #[depends(admin, scopes("admin"))] again: (usize, Vec<&'static str>),
) -> Json<Value> {
    Json(json!([plain, scoped, counted, again]))
}

#[endpoint(GET "/scopes")]
async fn scoped(
    #[depends(inner, scopes("outer", "inner"))] nested: Vec<&'static str>,
    #[depends(scopes)] none: Vec<&'static str>,
) -> Json<Value> {
    Json(json!({"nested": nested, "none": none}))
}

fn services() -> (Services, tokio::sync::mpsc::UnboundedReceiver<&'static str>) {
    let (ended, endings) = tokio::sync::mpsc::unbounded_channel();
    (Services { runs: Arc::default(), ended }, endings)
}

fn app(services: &Services) -> App<Services> {
    let routes = routes![list, note, plain, item, with_session, stream, scoped, mixed];
    App::with_state(services.clone()).mount(routes)
}

#[tokio::test]
async fn a_dependency_runs_once_a_request() {
    let (services, _endings) = services();
    let client = TestClient::new(app(&services)).await;
    let reply = client.get("/list?from=3").send().await;
    reply.assert_status(200).assert_json(&json!({"from": 3, "size": 10, "doubled": 20}));
    assert_eq!(services.runs.load(Ordering::SeqCst), 1);
    client.get("/list").send().await.assert_status(200);
    assert_eq!(services.runs.load(Ordering::SeqCst), 2);
}

#[tokio::test]
async fn only_what_looks_at_scopes_runs_again_for_others() {
    let (services, _endings) = services();
    let client = TestClient::new(app(&services)).await;
    let reply = client.get("/mixed").send().await;
    reply.assert_status(200).assert_json(&json!([[0, []], [0, ["admin"]], 0, [0, ["admin"]]]));
    assert_eq!(services.runs.load(Ordering::SeqCst), 1);
}

#[tokio::test]
async fn mistakes_are_told_once_and_together() {
    let (services, _endings) = services();
    let client = TestClient::new(app(&services)).await;
    let reply = client.get("/list?from=x&size=101").send().await;
    reply.assert_status(422).assert_error(["query", "from"], "int_parsing");
    reply.assert_error(["query", "size"], "less_than_equal");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 2);
    let reply = client.post("/notes").json(&json!({"text": 1})).send().await;
    reply.assert_status(422).assert_error(["header", "x-key"], "missing");
    reply.assert_error(["body", "text"], "string_type");
}

#[tokio::test]
async fn an_error_is_the_reply_before_the_body_is_read() {
    let (services, _endings) = services();
    let client = TestClient::new(app(&services)).await;
    let call = || client.post("/notes").body("{ no JSON").header("content-type", "application/json");
    let reply = call().header("x-key", "closed").send().await;
    assert_eq!(reply.assert_status(403).json::<Value>()["detail"], "nobody has the key closed");
    call().header("x-key", "open").send().await.assert_status(422);
}

#[tokio::test]
async fn dependencies_take_parameters_of_the_path() {
    let (services, _endings) = services();
    let client = TestClient::new(app(&services)).await;
    assert_eq!(client.get("/items/41").send().await.json::<u32>(), 42);
    client.get("/items/x").send().await.assert_status(422).assert_error(["path", "item"], "int_parsing");
    let wrong = App::stateless().mount(Router::new("").depends(owner).mount(routes![plain]));
    let error = wrong.openapi().unwrap_err().to_string();
    assert!(error.contains("an argument or a dependency takes `{item}` of the path, which has none"), "{error}");
}

#[tokio::test]
async fn routers_and_apps_have_dependencies() {
    let (services, _endings) = services();
    let guarded =
        Router::new("/v1").depends(caller).mount(Router::new("/in").depends(page).mount(routes![plain, note]));
    let client = TestClient::new(App::with_state(services.clone()).mount(guarded).mount(routes![plain])).await;
    client.get("/plain").send().await.assert_status(200);
    client.get("/v1/in/plain").header("x-key", "closed").send().await.assert_status(403);
    client.get("/v1/in/plain").header("x-key", "open").send().await.assert_status(200);
    let reply = client.get("/v1/in/plain?size=x").send().await;
    reply
        .assert_status(422)
        .assert_error(["header", "x-key"], "missing")
        .assert_error(["query", "size"], "int_parsing");
    let client = TestClient::new(app(&services).depends(caller)).await;
    client.get("/plain").header("x-key", "closed").send().await.assert_status(403);
}

#[tokio::test]
async fn tests_replace_them() {
    let (services, _endings) = services();
    let client = TestClient::new(app(&services)).await.replace(page, |_| Ok(Page { from: 7, size: 8 }));
    let reply = client.get("/list?from=x").send().await;
    reply.assert_status(200).assert_json(&json!({"from": 7, "size": 8, "doubled": 16}));
    assert_eq!(services.runs.load(Ordering::SeqCst), 0);
    let client = client.replace(caller, |_| Err(Problem::unauthorized("as a test wants it")));
    client.post("/notes").json(&json!({"text": ""})).send().await.assert_status(401);
}

#[tokio::test]
async fn what_is_left_to_do_is_done_after_the_reply_whatever_it_was() {
    let (services, mut endings) = services();
    let client = TestClient::new(app(&services)).await;
    for (fails, status) in [(0, 204), (1, 409), (2, 500)] {
        client.get(format!("/session?fails={fails}")).send().await.assert_status(status);
        assert_eq!([endings.recv().await, endings.recv().await], [Some("dropped"), Some("cleaned")], "{status}");
    }
    client.get("/stream").send().await.assert_status(200);
    let order = [endings.recv().await, endings.recv().await, endings.recv().await];
    assert_eq!(order, [Some("sent"), Some("dropped"), Some("cleaned")]);
}

#[tokio::test]
async fn scopes_are_collected_on_the_way() {
    let (services, _endings) = services();
    let reply = TestClient::new(app(&services)).await.get("/scopes").send().await;
    reply.assert_json(&json!({"nested": ["outer", "inner"], "none": []}));
}

#[tokio::test]
async fn they_are_documented_with_each_operation() {
    let (services, _endings) = services();
    let document: Value = serde_json::from_str(&app(&services).openapi().unwrap()).unwrap();
    let names = |operation: &Value| -> Vec<String> {
        let parameters = operation["parameters"].as_array().cloned().unwrap_or_default();
        parameters.iter().map(|parameter| parameter["name"].as_str().unwrap().to_owned()).collect()
    };
    assert_eq!(names(&document["paths"]["/list"]["get"]), ["from", "size"]);
    assert_eq!(document["paths"]["/list"]["get"]["parameters"][1]["schema"]["maximum"], 100);
    let note = &document["paths"]["/notes"]["post"];
    assert_eq!(names(note), ["x-key"]);
    assert_eq!(note["responses"]["403"]["description"], "The key is not known.");
    assert_eq!(names(&document["paths"]["/items/{item}"]["get"]), ["item"]);
    let guarded: Value = {
        let router = Router::new("").depends(caller).mount(routes![plain]);
        serde_json::from_str(&App::with_state(services).mount(router).openapi().unwrap()).unwrap()
    };
    assert_eq!(names(&guarded["paths"]["/plain"]["get"]), ["x-key"]);
    assert!(guarded["paths"]["/plain"]["get"]["responses"]["403"].is_object());
}

#[tokio::test]
async fn their_functions_can_be_called() {
    assert_eq!(caller("open".to_owned()).await.unwrap(), "ada");
    assert!(caller(String::new()).await.is_err());
}
