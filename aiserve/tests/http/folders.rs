//! Folders of files and built front ends: what is served, what never is, and what the API keeps for itself.

use std::path::{Path, PathBuf};
use std::sync::atomic::{AtomicUsize, Ordering};

use aiserve::prelude::*;
use serde_json::json;

use crate::{Server, zoo};

/// A folder of its own for a test, with a secret beside it; removed with it.
struct Kept(PathBuf);

impl Kept {
    fn new(files: &[(&str, &str)]) -> Self {
        static NEXT: AtomicUsize = AtomicUsize::new(0);
        let name = format!("aiserve-folder-{}-{}", std::process::id(), NEXT.fetch_add(1, Ordering::Relaxed));
        let kept = Self(std::env::temp_dir().join(name));
        std::fs::create_dir_all(kept.public()).unwrap();
        std::fs::write(kept.0.join("secret.txt"), "secret").unwrap();
        for (path, text) in files {
            let path = kept.public().join(path);
            std::fs::create_dir_all(path.parent().unwrap()).unwrap();
            std::fs::write(path, text).unwrap();
        }
        kept
    }

    fn public(&self) -> PathBuf {
        self.0.join("public")
    }
}

impl Drop for Kept {
    fn drop(&mut self) {
        let _ = std::fs::remove_dir_all(&self.0);
    }
}

const FILES: &[(&str, &str)] = &[
    ("index.html", "<p>start"),
    ("a.css", "p {}"),
    ("deep/b c.txt", "deep"),
    ("deep/index.html", "<p>deep"),
    (".env", "secret"),
    (".git/config", "secret"),
    (".well-known/security.txt", "contact"),
];
const BROWSER: &str = "text/html,application/xhtml+xml,application/xml;q=0.9,*/*;q=0.8";

async fn files(folder: &Path) -> TestClient {
    TestClient::new(zoo::app().static_files("/static", folder)).await
}

async fn front_end(folder: &Path) -> TestClient {
    TestClient::new(zoo::app().front_end("/", folder)).await
}

#[tokio::test]
async fn files_are_served_as_file_replies_are() {
    let kept = Kept::new(FILES);
    let client = files(&kept.public()).await;
    let reply = client.get("/static/a.css").send().await;
    reply.assert_status(200).assert_header("content-type", "text/css; charset=utf-8");
    reply.assert_header("cache-control", "no-cache").assert_header("x-content-type-options", "nosniff");
    assert_eq!(reply.text(), "p {}");
    let tag = reply.header("etag").unwrap();
    let again = client.get("/static/a.css").header("if-none-match", tag).send().await;
    again.assert_status(304).assert_header("cache-control", "no-cache");
    assert_eq!(client.get("/static/a.css").header("range", "bytes=-2").send().await.assert_status(206).text(), "{}");
    let head = client.head("/static/a.css").send().await;
    head.assert_status(200).assert_header("content-length", "4");
    assert_eq!(head.text(), "");
    for encoded in ["/static/deep/b%20c.txt", "/%73tatic/deep%2Fb%20c.txt"] {
        assert_eq!(client.get(encoded).send().await.assert_status(200).text(), "deep", "{encoded}");
    }
    client.get("/static/.well-known/security.txt").send().await.assert_status(200);
}

#[tokio::test]
async fn what_is_no_file_is_not_found_and_nothing_is_written() {
    let kept = Kept::new(FILES);
    let client = files(&kept.public()).await;
    for path in
        ["/static", "/static/", "/static/deep", "/static/deep/", "/static/a.css/", "/static/none", "/statica.css"]
    {
        let reply = client.get(path).header("accept", BROWSER).send().await;
        reply.assert_status(404).assert_header("content-type", "application/problem+json");
    }
    let long = "n".repeat(5000);
    client.get(format!("/static/{long}")).send().await.assert_status(404);
    client.post("/static/a.css").send().await.assert_status(405).assert_header("allow", "GET, HEAD");
    let client = TestClient::new(zoo::app().static_files("/", kept.public()).errors(ErrorFormat::FastApi)).await;
    client.get("/none").send().await.assert_status(404).assert_json(&json!({"detail": "Not Found"}));
}

#[tokio::test]
async fn nothing_outside_of_the_folder_and_nothing_hidden_is_served() {
    let kept = Kept::new(FILES);
    let server = Server::start(zoo::app().static_files("/static", kept.public()).front_end("/", kept.public())).await;
    for path in [
        "../secret.txt",
        "deep/../../secret.txt",
        "%2e%2e/secret.txt",
        "..%2fsecret.txt",
        "..%5csecret.txt",
        ".%00./secret.txt",
        "%252e%252e/secret.txt",
        "./a.css",
        "/a.css",
        "/../secret.txt",
        ".env",
        "%2eenv",
        ".git/config",
        "a.css%00.txt",
    ] {
        for below in ["/static/", "/"] {
            let mut connection = server.connect().await;
            connection.get(&format!("{below}{path}")).await;
            let reply = connection.reply().await;
            assert_eq!(reply.status, 404, "{below}{path}: {reply:?}");
        }
    }
    let absolute = kept.0.join("secret.txt");
    let mut connection = server.connect().await;
    connection.get(&format!("/static/{}", absolute.display())).await;
    assert_eq!(connection.reply().await.status, 404);
}

#[cfg(unix)]
#[tokio::test]
async fn links_lead_nowhere_outside_and_pipes_are_not_opened() {
    use std::os::unix::fs::symlink;

    let kept = Kept::new(FILES);
    let public = kept.public();
    symlink(kept.0.join("secret.txt"), public.join("out.txt")).unwrap();
    symlink(&kept.0, public.join("up")).unwrap();
    symlink("a.css", public.join("in.css")).unwrap();
    symlink(&public, kept.0.join("link")).unwrap();
    assert!(std::process::Command::new("mkfifo").arg(public.join("pipe")).status().unwrap().success());
    let client = files(&kept.0.join("link")).await;
    for path in ["/static/out.txt", "/static/up/secret.txt"] {
        client.get(path).send().await.assert_status(404);
    }
    crate::server::within(client.get("/static/pipe").send()).await.assert_status(404);
    client.get("/static/in.css").send().await.assert_status(200);
}

#[tokio::test]
async fn a_front_end_has_its_pages_and_the_api_its_own() {
    let kept = Kept::new(FILES);
    let client = front_end(&kept.public()).await;
    let reply = client.get("/").send().await;
    reply.assert_status(200).assert_header("content-type", "text/html; charset=utf-8");
    assert_eq!(reply.text(), "<p>start");
    assert_eq!(client.get("/deep/").send().await.text(), "<p>deep");
    let reply = client.get("/deep?x=1").send().await;
    reply.assert_status(307).assert_header("location", "/deep/?x=1");
    client.get("/words/a").header("accept", BROWSER).send().await.assert_status(200).assert_json("a");
    client.get("/notes").header("accept", BROWSER).send().await.assert_status(405);
    client.get("/openapi.json").send().await.assert_status(200).assert_header("content-type", "application/json");
    client.post("/none").header("accept", BROWSER).send().await.assert_status(404);
}

#[tokio::test]
async fn a_browser_that_goes_to_a_page_gets_the_front_end() {
    let kept = Kept::new(FILES);
    let client = front_end(&kept.public()).await;
    for path in ["/users/7", "/deep/none", "/none/"] {
        let reply = client.get(path).header("accept", BROWSER).send().await;
        reply.assert_status(200).assert_header("vary", "accept").assert_header("cache-control", "no-cache");
        assert_eq!(reply.text(), "<p>start", "{path}");
    }
    let tag = client.get("/").send().await.header("etag").unwrap().to_owned();
    let known = client.get("/users/7").header("accept", "text/html").header("if-none-match", &tag).send().await;
    known.assert_status(304);
    for accept in ["*/*", "application/json", "text/html;q=0, */*", ""] {
        let reply = client.get("/assets/none.js").header("accept", accept).send().await;
        reply.assert_status(404).assert_header("vary", "accept");
    }
}

#[tokio::test]
async fn a_page_for_what_is_not_there_keeps_the_status() {
    let kept = Kept::new(&[("index.html", "start"), ("404.html", "<p>nowhere")]);
    let client = front_end(&kept.public()).await;
    let reply = client.get("/users/7").header("accept", BROWSER).header("if-none-match", "*").send().await;
    reply.assert_status(404).assert_header("content-type", "text/html; charset=utf-8");
    assert_eq!(reply.text(), "<p>nowhere");
    client.get("/users/7").send().await.assert_status(404).assert_header("content-type", "application/problem+json");
}

#[tokio::test]
async fn folders_nest_and_the_longest_path_answers() {
    let (inner, outer) = (Kept::new(&[("index.html", "inner")]), Kept::new(FILES));
    let app = zoo::app().front_end("/", outer.public()).front_end("/admin", inner.public());
    let client = TestClient::new(app.static_files("/admin/static/", outer.public())).await;
    assert_eq!(client.get("/admin/").send().await.text(), "inner");
    client.get("/admin").send().await.assert_status(307).assert_header("location", "/admin/");
    assert_eq!(client.get("/admin/users").header("accept", BROWSER).send().await.text(), "inner");
    assert_eq!(client.get("/administrators").header("accept", BROWSER).send().await.text(), "<p>start");
    assert_eq!(client.get("/admin/static/a.css").send().await.text(), "p {}");
    client.get("/admin/static/none").header("accept", BROWSER).send().await.assert_status(404);
}

#[tokio::test]
async fn what_is_missing_is_said_at_the_start_and_not_needed_for_the_document() {
    let kept = Kept::new(&[("a.txt", "a")]);
    let app = || zoo::app().static_files("/none", "no/such/folder").front_end("/", kept.public());
    let error = app().start().await.unwrap_err().to_string();
    for said in ["for 2 reasons", "`/none`", "`no/such/folder`", "has no `index.html`"] {
        assert!(error.contains(said), "{said} in {error}");
    }
    app().openapi().unwrap();
    let error = zoo::app().static_files("/{a}", "src").static_files("b", "src").static_files("b/", "src").openapi();
    let error = error.unwrap_err().to_string();
    for said in ["for 4 reasons", "`/{a}` is wrong", "`b` is wrong", "two folders are to be at `b/`"] {
        assert!(error.contains(said), "{said} in {error}");
    }
}

#[tokio::test]
async fn a_file_of_a_folder_is_a_reply() {
    #[endpoint(GET "/private/{*path}")]
    async fn private(path: String, State(folder): State<PathBuf>) -> Result<File> {
        File::open_in(folder, &path).await
    }

    #[derive(Clone, AppState)]
    struct Folder {
        folder: PathBuf,
    }

    let kept = Kept::new(FILES);
    let client = TestClient::new(App::with_state(Folder { folder: kept.public() }).mount(routes![private])).await;
    assert_eq!(client.get("/private/deep/b%20c.txt").send().await.assert_status(200).text(), "deep");
    for path in ["../secret.txt", "..%2fsecret.txt", "deep", "none"] {
        client.get(format!("/private/{path}")).send().await.assert_status(404);
    }
    let nowhere = App::with_state(Folder { folder: "no/such/folder".into() }).mount(routes![private]);
    TestClient::new(nowhere).await.get("/private/a").send().await.assert_status(500);
}
