//! `Negotiated`: JSON or `MessagePack`, as the client likes.

use std::net::IpAddr;

use aiserve::prelude::*;
use serde_json::{Value, json};

use super::{client, described};

#[payload]
struct Sample {
    #[garde(length(min = 1))]
    values: Vec<f64>,
    from: IpAddr,
    inner: Option<Inner>,
}

#[payload]
struct Inner {
    id: u8,
}

#[endpoint(POST "/sample")]
async fn sample(sample: Negotiated<Sample>) -> Result<Negotiated<Sample>> {
    Ok(sample)
}

fn app() -> App<()> {
    App::stateless().mount(routes![sample])
}

const MSGPACK: &str = "application/msgpack";

fn packed(value: &Value) -> Vec<u8> {
    rmp_serde::to_vec(value).unwrap()
}

#[tokio::test]
async fn each_format_is_read_and_written() {
    let client = client(app()).await;
    let value = json!({"values": [1.5, 2.0], "from": "::1", "inner": {"id": 7}});
    for (media_type, body) in [("application/json", serde_json::to_vec(&value).unwrap()), (MSGPACK, packed(&value))] {
        let post = || client.post("/sample").header("content-type", media_type).body(body.clone());
        let reply = post().send().await;
        reply.assert_status(200).assert_header("content-type", "application/json").assert_header("vary", "accept");
        reply.assert_json(&value);
        let reply = post().header("accept", MSGPACK).send().await;
        reply.assert_status(200).assert_header("content-type", MSGPACK).assert_header("vary", "accept");
        assert_eq!(rmp_serde::from_slice::<Value>(reply.bytes()).unwrap(), value);
    }
}

#[tokio::test]
async fn mistakes_are_told_as_in_json() {
    let client = client(app()).await;
    let post = |body| client.post("/sample").header("content-type", "application/x-msgpack").body(body);
    let reply = post(packed(&json!({"values": [], "from": "x", "inner": {"id": 300}}))).send().await;
    reply.assert_status(422).assert_error(["body", "values"], "too_short");
    reply.assert_error(["body", "inner", "id"], "less_than_equal");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 3);
    post(packed(&json!([[1.0], "::1", null]))).send().await.assert_error(["body"], "model_attributes_type");
    post(vec![0xc1]).send().await.assert_status(422).assert_error(["body"], "msgpack_invalid");
    let more = [packed(&json!({"values": [1], "from": "::1"})), vec![1]].concat();
    post(more).send().await.assert_status(422).assert_error(["body"], "msgpack_invalid");
    post(vec![0x91; 100_000]).send().await.assert_status(422).assert_error(["body"], "msgpack_invalid");
    post(Vec::new()).send().await.assert_status(422).assert_error(["body"], "missing");
    client.post("/sample").header("content-type", "text/plain").body("x").send().await.assert_status(415);
}

#[test]
fn both_formats_are_described() {
    let operation = described(&app(), "/sample", "post");
    for content in [&operation["requestBody"]["content"], &operation["responses"]["200"]["content"]] {
        for media_type in ["application/json", MSGPACK] {
            assert_eq!(content[media_type]["schema"]["$ref"], "#/components/schemas/Sample", "{content}");
        }
    }
}
