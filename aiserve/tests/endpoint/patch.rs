//! `Patch`: a field that tells whether it was sent.

use aiserve::prelude::*;
use serde_json::{Value, json};

use super::{client, described};

#[payload]
struct Changes {
    #[garde(length(chars, min = 2))]
    name: Patch<String>,
    note: Patch<Option<String>>,
    #[garde(range(max = 9))]
    #[schema(default = 5)]
    level: Patch<u8>,
    #[garde(inner(length(min = 1)))]
    tags: Patch<Vec<String>>,
}

/// Read by serde's derive, which asks for the default.
#[payload]
#[serde(rename_all_fields = "camelCase")]
enum Command {
    Rename {
        #[serde(default, skip_serializing_if = "Patch::is_absent")]
        new_name: Patch<Option<String>>,
    },
}

fn told<T: serde::Serialize>(patch: Patch<T>) -> Value {
    match patch {
        Patch::Absent => json!("absent"),
        Patch::Sent(value) => json!([value]),
    }
}

#[endpoint(PATCH "/thing")]
async fn change(changes: Changes) -> Json<Value> {
    let Changes { name, note, level, tags } = changes;
    Json(json!([told(name), told(note), told(level), told(tags)]))
}

#[endpoint(POST "/command")]
async fn command(command: Command) -> Json<Value> {
    let Command::Rename { new_name } = command;
    Json(told(new_name))
}

#[endpoint(GET "/list")]
async fn list(filter: Query<Changes>, #[query] page: Patch<u8>) -> Json<Value> {
    let Changes { name, note, level, tags } = filter.0;
    Json(json!([told(name), told(note), told(level), told(tags), told(page)]))
}

fn app() -> App<()> {
    App::stateless().mount(routes![change, command, list])
}

#[tokio::test]
async fn absence_null_and_values_are_told_apart() {
    let client = client(app()).await;
    let nothing = json!(["absent", "absent", "absent", "absent"]);
    client.patch("/thing").json(&json!({})).send().await.assert_status(200).assert_json(&nothing);
    let sent = json!({"name": "ab", "note": null, "level": 0, "tags": []});
    let told = json!([["ab"], [null], [0], [[]]]);
    client.patch("/thing").json(&sent).send().await.assert_status(200).assert_json(&told);
}

#[tokio::test]
async fn null_is_refused_of_a_field_that_is_no_option() {
    let reply = client(app()).await.patch("/thing").json(&json!({"name": null, "level": null})).send().await;
    reply.assert_status(422).assert_error(["body", "name"], "string_type");
    reply.assert_error(["body", "level"], "int_type");
}

#[tokio::test]
async fn rules_hold_for_what_was_sent() {
    let sent = json!({"name": "a", "level": 10, "tags": [""]});
    let reply = client(app()).await.patch("/thing").json(&sent).send().await;
    reply.assert_status(422).assert_error(["body", "name"], "string_too_short");
    reply.assert_error(["body", "level"], "less_than_equal");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 3);
}

#[tokio::test]
async fn serdes_derive_reads_it_too() {
    let client = client(app()).await;
    for (sent, told) in [
        (json!({}), json!("absent")),
        (json!({"newName": null}), json!([null])),
        (json!({"newName": "x"}), json!(["x"])),
    ] {
        client.post("/command").json(&json!({"Rename": sent})).send().await.assert_status(200).assert_json(&told);
    }
    let written = serde_json::to_value(Command::Rename { new_name: Patch::Absent }).unwrap();
    assert_eq!(written, json!({"Rename": {}}));
}

#[tokio::test]
async fn parameters_may_be_patches() {
    let client = client(app()).await;
    let nothing = json!(["absent", "absent", "absent", "absent", "absent"]);
    client.get("/list").send().await.assert_status(200).assert_json(&nothing);
    let told = json!([["ab"], "absent", [3], [["x", "y"]], [7]]);
    client.get("/list?name=ab&level=3&tags=x&tags=y&page=7").send().await.assert_status(200).assert_json(&told);
}

#[test]
fn it_is_described_as_not_required_and_nullable_where_it_is() {
    let document: Value = serde_json::from_str(&app().openapi().unwrap()).unwrap();
    let schema = &document["components"]["schemas"]["Changes"];
    assert_eq!(schema["required"], Value::Null);
    assert_eq!(schema["properties"]["name"], json!({"type": "string", "minLength": 2}));
    assert_eq!(schema["properties"]["note"]["anyOf"], json!([{"type": "string"}, {"type": "null"}]));
    assert_eq!(schema["properties"]["level"]["default"], 5);
    let parameters = described(&app(), "/list", "get")["parameters"].take();
    assert!(parameters.as_array().unwrap().iter().all(|parameter| parameter["required"] != true), "{parameters}");
}
