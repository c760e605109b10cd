//! Hooks of the start and the stop: when they run, in which order, and what happens if they fail.

use std::sync::{Arc, Mutex};

use aiserve::prelude::*;

#[derive(Clone, Debug, Default, AppState)]
struct Events {
    list: Arc<Mutex<Vec<&'static str>>>,
}

impl Events {
    fn add(&self, event: &'static str) {
        self.list.lock().unwrap().push(event);
    }

    fn all(&self) -> String {
        self.list.lock().unwrap().join(" ")
    }
}

async fn app_starts(events: &Events) -> Result<()> {
    tokio::task::yield_now().await;
    events.add("app");
    Ok(())
}

async fn router_starts(events: &Events) -> Result<()> {
    events.add("router");
    Ok(())
}

async fn inner_starts(events: &Events) -> Result<()> {
    events.add("inner");
    Ok(())
}

async fn app_stops(events: &Events) -> Result<()> {
    events.add("app-stops");
    Ok(())
}

async fn router_stops(events: &Events) -> Result<()> {
    tokio::task::yield_now().await;
    events.add("router-stops");
    Err(Problem::conflict("nobody hears this"))
}

async fn fails(_: &Events) -> Result<()> {
    Err(Problem::unavailable("no database"))
}

#[endpoint(GET "/events")]
async fn list(State(list): State<Arc<Mutex<Vec<&'static str>>>>) -> Text {
    list.lock().unwrap().push("request");
    Text(list.lock().unwrap().join(" "))
}

fn app(events: &Events) -> App<Events> {
    let inner = Router::new("/inner").on_start(inner_starts);
    let router = Router::new("/v1").on_start(router_starts).on_stop(router_stops).mount(inner).mount(routes![list]);
    App::with_state(events.clone()).mount(router).on_start(app_starts).on_stop(app_stops)
}

#[tokio::test]
async fn they_run_before_the_first_request_and_after_the_last_the_inner_within_the_outer() {
    let events = Events::default();
    let client = TestClient::new(app(&events)).await;
    assert_eq!(client.get("/v1/events").send().await.text(), "app router inner request");
    client.clone().stop().await;
    assert_eq!(events.all(), "app router inner request router-stops app-stops");
    client.stop().await;
    assert_eq!(events.all(), "app router inner request router-stops app-stops", "hooks run once");
}

#[tokio::test]
async fn an_app_whose_start_fails_does_not_start() {
    let app = app(&Events::default()).on_start(fails);
    let error = app.start().await.unwrap_err().to_string();
    assert!(error.contains("a hook of the start failed") && error.contains("no database"), "{error}");
}

#[test]
fn they_do_not_run_for_the_document() {
    let events = Events::default();
    app(&events).on_start(fails).openapi().unwrap();
    assert_eq!(events.all(), "");
}

#[tokio::test]
async fn a_server_runs_those_of_the_stop_when_it_ends() {
    let events = Events::default();
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
    app(&events).serve_until(listener, std::future::ready(())).await.unwrap();
    assert_eq!(events.all(), "app router inner router-stops app-stops");
}
