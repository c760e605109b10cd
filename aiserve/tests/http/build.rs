//! Mistakes across lists and routers: all are reported at once, before anything runs.

use std::sync::atomic::{AtomicBool, Ordering};

use aiserve::prelude::*;

use crate::zoo;

mod twin {
    use aiserve::prelude::*;

    #[endpoint(GET "/words/{any}")]
    pub(super) async fn word(any: String) -> Json<String> {
        Json(any)
    }

    #[endpoint(GET "/words/{*rest}")]
    pub(super) async fn rest(rest: String) -> Json<String> {
        Json(rest)
    }
}

fn wrong() -> App<()> {
    App::stateless()
        .mount(routes![zoo::word, zoo::echo])
        .mount(routes![twin::word])
        .mount(routes![twin::rest])
        .mount(Router::new("v1").mount(routes![zoo::echo]))
        .mount(Router::new("/v2/").mount(routes![zoo::echo]))
        .mount(Router::new("/{word}").mount(routes![zoo::word]))
}

#[tokio::test]
async fn every_mistake_is_in_the_one_error() {
    let text = wrong().start().await.unwrap_err().to_string();
    for part in [
        "for 5 reasons",
        "`GET /words/{any}` of `http::build::twin::word`: `http::zoo::word` answers these requests already",
        "`GET /words/{*rest}` of `http::build::twin::rest`: ambiguous beside `/words/{word}` of `http::zoo::word`",
        "the router's prefix `v1` is wrong: a path begins with `/`",
        "the router's prefix `/v2/` is wrong",
        "`GET /{word}/words/{word}` of `http::zoo::word`: two parameters are called `word`",
    ] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
}

#[test]
fn the_document_is_refused_for_the_same_reasons() {
    assert!(wrong().openapi().unwrap_err().to_string().contains("for 5 reasons"));
}

#[tokio::test]
async fn nothing_is_loaded_for_an_app_that_is_wrong_nor_for_the_document() {
    static LOADED: AtomicBool = AtomicBool::new(false);

    async fn load(_: &Config) -> aiserve::Result<()> {
        LOADED.store(true, Ordering::Relaxed);
        Ok(())
    }

    let app = || App::new(load).mount(routes![zoo::word]);
    assert!(app().mount(routes![twin::word]).start().await.is_err());
    app().openapi().unwrap();
    assert!(!LOADED.load(Ordering::Relaxed));
    app().start().await.unwrap();
    assert!(LOADED.load(Ordering::Relaxed));
}

#[tokio::test]
async fn a_state_that_cannot_be_loaded_is_told() {
    async fn load(_: &Config) -> aiserve::Result<()> {
        Err(Problem::unavailable("no weights at `model.bin`"))
    }

    let error = App::new(load).start().await.unwrap_err();
    assert!(error.to_string().contains("no weights at `model.bin`"), "{error}");
}

#[test]
fn the_document_and_its_page_need_paths_of_their_own() {
    let app = App::stateless().openapi_path("openapi.json").docs_path("/docs/{page}");
    let text = app.openapi().unwrap_err().to_string();
    for part in ["for 2 reasons", "the openapi_path `openapi.json` is wrong", "the docs_path `/docs/{page}` is wrong"] {
        assert!(text.contains(part), "no {part:?} in {text}");
    }
    let text = App::stateless().openapi_path("/docs").openapi().unwrap_err().to_string();
    assert!(text.contains("the openapi_path and the docs_path are the same"), "{text}");
}
