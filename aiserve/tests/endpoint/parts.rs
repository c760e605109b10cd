//! `#[part]`, `Multipart` and `Upload`: forms with files.

use std::io::{Read, Seek, SeekFrom};

use aiserve::extract::Images;
use aiserve::prelude::*;
use serde_json::{Value, json};

use super::{client, described};

#[payload]
struct Meta {
    #[garde(length(chars, min = 1))]
    title: String,
    year: u16,
}

/// JSON beside files.
#[endpoint(POST "/images")]
async fn image(
    #[part] meta: Meta,
    /// What is shown.
    #[part]
    #[garde(length(max = 10))]
    image: Upload<Images>,
    #[part] thumbs: Vec<Upload>,
    #[part(rename = "the-note", default = "none")] note: String,
) -> Result<Json<Value>> {
    let names: Vec<_> = thumbs.iter().map(|thumb| thumb.file_name().to_owned()).collect();
    Ok(Json(json!([meta.title, meta.year, image.len(), names, note])))
}

#[derive(serde::Deserialize, Schema)]
struct Pair {
    label: Option<String>,
    file: Option<Upload>,
}

#[endpoint(POST "/pair")]
async fn pair(form: Multipart<Pair>) -> Result<Json<Value>> {
    let Pair { label, file } = form.0;
    let bytes = match file {
        Some(file) => Some(file.bytes().await?.len()),
        None => None,
    };
    Ok(Json(json!([label, bytes])))
}

/// Reads the end of a file first.
#[endpoint(POST "/large")]
async fn large(#[part] file: Upload) -> Result<Json<Value>> {
    let length = file.len();
    let mut reader = file.into_reader();
    let read = tokio::task::spawn_blocking(move || {
        let (mut all, mut end) = (Vec::new(), String::new());
        reader.read_to_end(&mut all)?;
        reader.seek(SeekFrom::End(-3))?;
        reader.read_to_string(&mut end)?;
        Ok::<_, std::io::Error>((all.len(), end))
    });
    let (read, end) = read.await??;
    Ok(Json(json!([length, read, end])))
}

#[endpoint(POST "/save")]
async fn save(#[part] file: Upload) -> Result<Json<u64>> {
    let path = std::env::temp_dir().join(format!("aiserve-save-{}", std::process::id()));
    file.save(&path).await?;
    let length = std::fs::metadata(&path)?.len();
    std::fs::remove_file(&path)?;
    Ok(Json(length))
}

fn app() -> App<()> {
    App::stateless().mount(routes![image, pair, large, save])
}

const META: &str = r#"{"title": "x", "year": 2026}"#;

#[tokio::test]
async fn json_parts_stand_beside_files() {
    let call = client(app()).await.post("/images").part("meta", META).file("image", "a.png", "image/png", "12345");
    let reply = call.file("thumbs", "../b.png", "image/png", "1").file("thumbs", "c.png", "", "2").send().await;
    reply.assert_status(200).assert_json(&json!(["x", 2026, 5, ["b.png", "c.png"], "none"]));
}

#[tokio::test]
async fn a_json_part_may_say_that_it_is_json() {
    let call = client(app()).await.post("/images").header("content-type", "multipart/form-data; boundary=b");
    let head = "--b\r\ncontent-disposition: form-data; name=";
    let body = format!(
        "{head}\"meta\"\r\ncontent-type: application/json\r\n\r\n{META}\r\n\
         {head}\"image\"; filename=\"a\"\r\ncontent-type: image/gif\r\n\r\n1\r\n\
         {head}\"thumbs\"; filename=\"b\"\r\n\r\n\r\n{head}\"the-note\"\r\n\r\nhi\r\n--b--\r\n"
    );
    call.body(body).send().await.assert_status(200).assert_json(&json!(["x", 2026, 1, ["b"], "hi"]));
}

#[tokio::test]
async fn mistakes_of_all_parts_are_told_together() {
    let call = client(app()).await.post("/images").part("meta", r#"{"title": 1, "year": "2026"}"#);
    let reply = call.part("image", "text").file("the-note", "n.txt", "text/plain", "n").send().await;
    reply.assert_status(422).assert_error(["body", "meta", "title"], "string_type");
    reply.assert_error(["body", "meta", "year"], "int_type");
    reply.assert_error(["body", "image"], "value_error");
    reply.assert_error(["body", "thumbs"], "missing");
    reply.assert_error(["body", "the-note"], "string_type");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 5);
}

#[tokio::test]
async fn a_files_size_and_type_are_checked() {
    let base = client(app()).await.post("/images").part("meta", META).file("thumbs", "t", "", "");
    let reply = base.file("image", "a.txt", "text/plain", "12345").send().await;
    reply.assert_status(422).assert_error(["body", "image"], "value_error");
    assert!(reply.text().contains("image/*"), "{}", reply.text());
    let base = client(app()).await.post("/images").part("meta", META).file("thumbs", "t", "", "");
    let reply = base.file("image", "a.png", "image/png", "12345678901").send().await;
    reply.assert_status(422).assert_error(["body", "image"], "value_error");
    assert_eq!(reply.json::<Value>()["errors"].as_array().unwrap().len(), 1);
}

#[tokio::test]
async fn rules_of_a_json_part_hold() {
    let call = client(app()).await.post("/images").part("meta", r#"{"title": "", "year": 1}"#);
    let reply = call.file("image", "a.png", "image/png", "1").file("thumbs", "t", "", "1").send().await;
    reply.assert_status(422).assert_error(["body", "meta", "title"], "string_too_short");
}

#[tokio::test]
async fn an_optional_file_may_be_absent_or_not_chosen() {
    let client = client(app()).await;
    client.post("/pair").part("label", "x").send().await.assert_status(200).assert_json(&json!(["x", null]));
    let none = client.post("/pair").file("file", "", "application/octet-stream", "").send().await;
    none.assert_status(200).assert_json(&json!([null, null]));
    let one = client.post("/pair").file("file", "f", "", "123").send().await;
    one.assert_status(200).assert_json(&json!([null, 3]));
    client.post("/pair").form(&[("label", "y")]).send().await.assert_status(200).assert_json(&json!(["y", null]));
}

#[tokio::test]
async fn a_file_past_the_limit_of_memory_is_the_same() {
    let content = "0123456789".repeat(70_000) + "end";
    let client = client(app()).await;
    let reply = client.post("/large").file("file", "f", "", &content).send().await;
    reply.assert_status(200).assert_json(&json!([700_003, 700_003, "end"]));
    client.post("/large").file("file", "f", "", "the end").send().await.assert_json(&json!([7, 7, "end"]));
    client.post("/save").file("file", "f", "", &content).send().await.assert_status(200).assert_json(&700_003);
    client.post("/pair").file("file", "f", "", &content).send().await.assert_json(&json!([null, 700_003]));
}

#[tokio::test]
async fn a_body_that_is_no_multipart_body_is_400() {
    let client = client(app()).await;
    let open = "--b\r\ncontent-disposition: form-data; name=\"file\"; filename=\"f\"\r\n\r\nx";
    for (media_type, body) in [
        ("multipart/form-data", "--b\r\n"),
        ("multipart/form-data; boundary=b", "no parts"),
        ("multipart/form-data; boundary=b", open),
    ] {
        client.post("/pair").header("content-type", media_type).body(body).send().await.assert_status(400);
    }
}

#[tokio::test]
async fn parts_are_limited_in_number_and_size() {
    let mut body = String::new();
    for _ in 0..1001 {
        body += "--b\r\ncontent-disposition: form-data; name=\"x\"\r\n\r\ny\r\n";
    }
    let client = client(app()).await;
    let call = client.post("/pair").header("content-type", "multipart/form-data; boundary=b").body(body + "--b--\r\n");
    let reply = call.send().await;
    reply.assert_status(400);
    assert!(reply.text().contains("1000"), "{}", reply.text());
    let text = "x".repeat(1024 * 1024 + 1);
    client.post("/pair").part("label", text).send().await.assert_status(413);
}

#[tokio::test]
async fn a_body_past_its_limit_is_413() {
    let client = TestClient::new(app().body_limit(1000)).await;
    client.post("/large").file("file", "f", "", "x".repeat(1000)).send().await.assert_status(413);
    client.post("/large").file("file", "f", "", "x".repeat(500)).send().await.assert_status(200);
}

#[test]
fn parts_are_described() {
    let document: Value = serde_json::from_str(&app().openapi().unwrap()).unwrap();
    let body = described(&app(), "/images", "post")["requestBody"].take();
    assert_eq!(body["content"]["multipart/form-data"]["schema"]["$ref"], "#/components/schemas/ImageBody");
    assert!(document["paths"]["/images"]["post"]["responses"]["400"].is_object(), "a form may be malformed");
    let schema = &document["components"]["schemas"]["ImageBody"];
    assert_eq!(schema["required"], json!(["meta", "image", "thumbs"]));
    assert_eq!(schema["properties"]["meta"]["$ref"], "#/components/schemas/Meta");
    assert_eq!(schema["properties"]["image"]["format"], "binary");
    let description = schema["properties"]["image"]["description"].as_str().unwrap();
    assert!(description.starts_with("What is shown."), "{description}");
    assert_eq!(schema["properties"]["thumbs"]["items"], json!({"type": "string", "format": "binary"}));
    assert_eq!(schema["properties"]["the-note"]["default"], "none");
}
