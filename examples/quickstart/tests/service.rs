//! The service as its clients see it.

use aiserve::prelude::*;
use quickstart::network::PIXELS;
use serde_json::{Value, json};

const HELD_OUT: &str = include_str!("../testdata/held_out.csv");
const README: &str = include_str!("../../../README.md");

/// The images that were kept out of training, and the digits they show.
fn held_out() -> impl Iterator<Item = (Value, u64)> {
    HELD_OUT.lines().skip(1).map(|line| {
        let numbers: Vec<u64> = line.split(',').map(|number| number.parse().expect("a number")).collect();
        (json!({"pixels": numbers[1..]}), numbers[0])
    })
}

#[tokio::test(flavor = "multi_thread")]
async fn recognises_97_of_100_digits_over_http() {
    let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.expect("a free port");
    let url = format!("http://{}/classify", listener.local_addr().expect("it listens"));
    let (stop, stopped) = tokio::sync::oneshot::channel::<()>();
    let service = tokio::spawn(quickstart::app().serve_until(listener, async { drop(stopped.await) }));

    let asked = tokio::task::spawn_blocking(move || {
        let client = ureq::Agent::new_with_defaults();
        while client.get(url.replace("/classify", "/readyz")).call().is_err() {
            std::thread::sleep(std::time::Duration::from_millis(5));
        }
        let mut right = 0;
        let mut asked = 0;
        for (image, digit) in held_out() {
            let mut reply = client.post(&url).send_json(image).expect("a reply of status 200");
            let guess: Value = reply.body_mut().read_json().expect("JSON");
            right += usize::from(guess["digit"] == digit);
            asked += 1;
        }
        (right, asked)
    });
    let (right, asked) = asked.await.expect("all images are asked for");
    drop(stop);
    service.await.expect("no panic").expect("it was served");

    println!("{right} of {asked} held-out digits are right");
    assert!(asked >= 300);
    assert!(right * 100 >= asked * 97, "only {right} of {asked} are right");
}

#[tokio::test]
async fn tells_every_mistake_of_an_image_at_once() {
    let client = TestClient::new(quickstart::app()).await;
    let mut pixels = vec![json!(0); PIXELS + 1];
    pixels[1] = json!("2");
    pixels[3] = json!(99);
    let reply = client.post("/classify").json(&json!({"pixels": pixels})).send().await;
    reply
        .assert_status(422)
        .assert_error(["body", "pixels"], "too_long")
        .assert_error(["body", "pixels", "1"], "int_type")
        .assert_error(["body", "pixels", "3"], "less_than_equal");
}

#[test]
fn documents_itself_without_loading_the_network() {
    let document: Value = serde_json::from_str(&quickstart::app().openapi().expect("a document")).expect("JSON");
    let pixels = &document["components"]["schemas"]["Image"]["properties"]["pixels"];
    assert_eq!(pixels["minItems"], PIXELS);
    assert_eq!(pixels["items"]["maximum"], 16);
}

/// What stands between two marks of the README.
fn shown(before: &str, after: &str) -> &'static str {
    let (_, rest) = README.split_once(before).expect("the README has the mark");
    rest.split_once(after).expect("the README has the end").0
}

#[tokio::test]
async fn replies_what_the_readme_shows() {
    let client = TestClient::new(quickstart::app()).await;
    let parsed = |text: &str| serde_json::from_str::<Value>(text).expect("the README shows JSON");

    let asked = parsed(shown("/classify --json '", "'\n```"));
    let told = parsed(shown("'\n```\n```json\n", "```"));
    let reply: Value = client.post("/classify").json(&asked).send().await.assert_status(200).json();
    assert_eq!(reply["digit"], told["digit"]);
    // The last digits of a probability depend on the processor.
    let confidence = |reply: &Value| reply["confidence"].as_f64().expect("a number");
    assert!((confidence(&reply) - confidence(&told)).abs() < 1e-4, "{reply} instead of {told}");

    let asked = parsed(shown("Something wrong, `--json '", "'`"));
    let told = parsed(shown("is answered by status 422 and\n\n```json\n", "```"));
    client.post("/classify").json(&asked).send().await.assert_status(422).assert_json(&told);
}
