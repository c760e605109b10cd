//! The application's state, and extractors of users.

use std::sync::Arc;

use aiserve::describe::{Arg, Describes};
use aiserve::extract::{Ctx, Extract, FromState, Refused};
use aiserve::prelude::*;
use serde_json::json;

#[derive(Clone)]
struct Name(&'static str);

#[derive(AppState)]
struct Services {
    name: Name,
    words: Arc<Vec<String>>,
}

/// Made of the state, no field of it.
struct Count(usize);

impl FromState<Services> for Count {
    fn from_state(state: &Services) -> Self {
        Self(state.words.len())
    }
}

/// The first word after `Bearer`, of any app.
struct Token(String);

impl Describes for Token {
    const ARG: Arg = Arg::Hidden;
}

impl<S: Send + Sync> Extract<S> for Token {
    async fn extract(ctx: &mut Ctx<S>) -> Result<Self, Refused> {
        let header = ctx.request.headers().get("authorization").and_then(|value| value.to_str().ok());
        let token = header.and_then(|text| text.strip_prefix("Bearer "));
        token.map(|token| Self(token.to_owned())).ok_or_else(|| Problem::unauthorized("no token").into())
    }
}

#[endpoint(GET "/state/{id}")]
async fn state(
    State(name): State<Name>,
    words: State<Arc<Vec<String>>>,
    State(Count(count)): State<Count>,
    token: Token,
    id: u8,
) -> Json<serde_json::Value> {
    Json(json!([name.0, words.len(), count, token.0, id]))
}

fn app() -> App<Services> {
    let words = Arc::new(vec!["a".to_owned(), "b".to_owned()]);
    App::with_state(Services { name: Name("shop"), words }).mount(routes![state])
}

#[tokio::test]
async fn fields_and_what_is_made_of_them_are_arguments() {
    let client = TestClient::new(app()).await;
    let reply = client.get("/state/1").header("authorization", "Bearer t").send().await;
    reply.assert_status(200).assert_json(&json!(["shop", 2, 2, "t", 1]));
}

#[tokio::test]
async fn the_problem_of_an_extractor_is_the_reply() {
    TestClient::new(app()).await.get("/state/x").send().await.assert_status(401);
}

#[test]
fn state_is_not_in_the_document() {
    let parameters = super::described(&app(), "/state/{id}", "get")["parameters"].take();
    assert_eq!(parameters.as_array().unwrap().len(), 1);
}
