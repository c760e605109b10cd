//! Facts come from traits: other names of extractors, replies and types change nothing.

use aiserve::prelude::*;
use serde_json::json;

use super::{client, described};

mod renamed {
    pub(crate) use aiserve::endpoint as operation;
    pub(crate) use aiserve::extract::{
        Cookie as Crumbs, Header as Fields, Path as Place, Query as Search, State as Held,
    };
    pub(crate) use aiserve::respond::{Json as Wire, NoContent as Silence};
    pub(crate) use aiserve::{Problem as Trouble, payload as message, routes as list};
}

use renamed::{Crumbs, Fields, Held, Place, Search, Silence, Trouble, Wire, list, message, operation};

#[message]
struct Named {
    name: String,
}

#[message]
struct Limits {
    limit: Option<u8>,
}

type Number = u64;
type Maybe<T> = Option<T>;
type Numbers = Vec<Number>;
type Outcome<T> = std::result::Result<T, Trouble>;
type Body = Wire<Named>;
type Bare = Named;

#[operation(POST "/wrapped/{name}")]
async fn wrapped(
    place: Place<Named>,
    search: Search<Limits>,
    fields: Fields<Limits>,
    crumbs: Crumbs<Limits>,
    held: Held<Number>,
    body: Body,
) -> Outcome<Wire<serde_json::Value>> {
    let Wire(Named { name }) = body;
    Ok(Wire(json!([place.name, search.limit, fields.limit, crumbs.limit, held.0, name])))
}

#[operation(POST "/plain/{id}")]
async fn plain(
    id: Number,
    #[query] limit: Maybe<Number>,
    #[query] many: Numbers,
    body: Bare,
) -> Wire<serde_json::Value> {
    Wire(json!([id, limit, many, body.name]))
}

#[operation(POST "/optional")]
async fn optional(body: Maybe<Bare>) -> Outcome<Silence> {
    body.map(|_| Silence).ok_or_else(|| Trouble::not_found("no body"))
}

fn app() -> App<Numbered> {
    App::with_state(Numbered { number: 9 }).mount(list![wrapped, plain, optional])
}

#[derive(AppState)]
struct Numbered {
    number: Number,
}

#[tokio::test]
async fn other_names_read_and_answer_the_same() {
    let client = TestClient::new(app()).await;
    let call = client.post("/wrapped/here?limit=1").header("limit", "2").cookie("limit", "3");
    let reply = call.json(&json!({"name": "body"})).send().await;
    reply.assert_status(200).assert_json(&json!(["here", 1, 2, 3, 9, "body"]));
    let reply = client.post("/plain/4?many=5&many=6").json(&json!({"name": "bare"})).send().await;
    reply.assert_status(200).assert_json(&json!([4, null, [5, 6], "bare"]));
    client.post("/optional").json(&json!({"name": "x"})).send().await.assert_status(204);
    client.post("/optional").send().await.assert_status(404);
}

#[test]
fn other_names_are_described_the_same() {
    let operation = described(&app(), "/plain/{id}", "post");
    assert_eq!(operation["parameters"][1]["required"], false);
    assert_eq!(operation["parameters"][2]["schema"]["type"], "array");
    assert_eq!(operation["requestBody"]["required"], true);
    assert_eq!(described(&app(), "/optional", "post")["requestBody"]["required"], false);
    assert!(described(&app(), "/optional", "post")["responses"]["204"].is_object());
}

#[endpoint(GET "/one/{id}")]
async fn one(id: Place<Number>) -> Json<u64> {
    Json(id.0)
}

#[endpoint(GET "/pair/{id}/{name}")]
async fn pair(Place((id, name)): Place<(u8, String)>) -> Json<(u8, String)> {
    Json((id, name))
}

#[tokio::test]
async fn the_path_may_be_wrapped_whatever_the_argument_is_called() {
    let client = client(App::stateless().mount(routes![one, pair])).await;
    client.get("/one/7").send().await.assert_status(200).assert_json(&json!(7));
    client.get("/one/x").send().await.assert_status(422).assert_error(["path", "id"], "int_parsing");
    client.get("/pair/7/x").send().await.assert_status(200).assert_json(&json!([7, "x"]));
    client.get("/pair/300/x").send().await.assert_status(422).assert_error(["path", "id"], "less_than_equal");
}
