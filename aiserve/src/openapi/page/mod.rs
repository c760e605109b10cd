//! The page that shows the document: Swagger UI, from the binary.
//!
//! Chosen among Swagger UI 5.32 (Apache-2.0, 0.49 MB compressed), Scalar 1.46 (MIT, 0.99 MB) and `RapiDoc` 9.3 (MIT,
//! 0.22 MB): it reads OpenAPI 3.1, sends requests from the page, asks no other host for anything, and is what people
//! know from FastAPI. It shows a stream of events once it has ended.

use std::fmt::Write;

use bytes::Bytes;

/// A file of the page.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path.
    pub(crate) path: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Bytes,
    /// Whether the bytes are gzipped.
    pub(crate) is_gzip: bool,
}

const SCRIPT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/swagger-ui-bundle.js.gz"));
const STYLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/swagger-ui.css.gz"));
const START: &[u8] = include_bytes!("start.js");
const INDEX: &str = include_str!("index.html");

/// What the page may do: its own files and the API, nothing of any other host but the servers that the document names.
/// Swagger UI sets styles on elements, and its icons are in its style sheet.
pub(crate) fn policy(servers: impl Iterator<Item = String>) -> String {
    let mut policy = "default-src 'none'; script-src 'self'; style-src 'self' 'unsafe-inline'; img-src 'self' data:; \
                      base-uri 'none'; form-action 'none'; frame-ancestors 'self'; connect-src 'self'"
        .to_owned();
    // A value that is no URL's origin could add to the policy.
    let is_origin = |text: &String| text.bytes().all(|byte| byte.is_ascii_alphanumeric() || b":/.-[]".contains(&byte));
    for server in servers.filter(is_origin) {
        policy.push(' ');
        policy.push_str(&server);
    }
    policy
}

/// The page and its files, for the page's path and the document's.
pub(crate) fn files(title: &str, docs_path: &str, openapi_path: &str) -> [File; 4] {
    let docs_path = docs_path.trim_end_matches('/');
    let file = |name: &str, media_type, bytes, is_gzip| File {
        path: format!("{docs_path}/{name}"),
        media_type,
        bytes: Bytes::from_static(bytes),
        is_gzip,
    };
    let html = index(title, docs_path, openapi_path);
    [
        File { path: docs_path.to_owned(), media_type: "text/html; charset=utf-8", bytes: html.into(), is_gzip: false },
        file("swagger-ui-bundle.js", "text/javascript; charset=utf-8", SCRIPT, true),
        file("swagger-ui.css", "text/css; charset=utf-8", STYLE, true),
        file("start.js", "text/javascript; charset=utf-8", START, false),
    ]
}

/// The HTML. Its links are relative, so that it works behind a proxy that adds a prefix.
fn index(title: &str, docs_path: &str, openapi_path: &str) -> String {
    let (above, base) = docs_path.rsplit_once('/').unwrap_or(("", docs_path));
    let document = format!("{}{}", "../".repeat(above.matches('/').count()), openapi_path.trim_start_matches('/'));
    let mut html = String::with_capacity(INDEX.len() + title.len());
    let mut rest = INDEX;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("the template's braces are closed");
        let value = match name {
            "title" => title,
            "base" => base,
            _ => &document,
        };
        html.push_str(before);
        escape(value, &mut html);
        rest = after;
    }
    html + rest
}

fn escape(text: &str, html: &mut String) {
    for letter in text.chars() {
        if matches!(letter, '&' | '<' | '>' | '"' | '\'') {
            write!(html, "&#{};", u32::from(letter)).expect("a string takes every text");
        } else {
            html.push(letter);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_title_is_text_not_markup() {
        let html = index("<b>\"Shop\" & more</b>", "/docs", "/openapi.json");
        assert!(html.contains("<title>&#60;b&#62;&#34;Shop&#34; &#38; more&#60;/b&#62;</title>"), "{html}");
    }

    #[test]
    fn links_are_relative_to_the_page() {
        let html = index("", "/docs", "/openapi.json");
        assert!(html.contains("src=\"docs/start.js\" data-document=\"openapi.json\""), "{html}");
        let html = index("", "/a/b/docs", "/openapi.json");
        assert!(html.contains("src=\"docs/start.js\" data-document=\"../../openapi.json\""), "{html}");
    }

    #[test]
    fn a_server_cannot_add_to_the_policy() {
        let servers = ["https://api.example.com:8443", "https://x; script-src *"].map(str::to_owned);
        let policy = policy(servers.into_iter());
        assert!(policy.ends_with("connect-src 'self' https://api.example.com:8443"), "{policy}");
    }

    #[test]
    fn the_files_are_gzip() {
        for bytes in [SCRIPT, STYLE] {
            assert_eq!(bytes[..3], [0x1f, 0x8b, 8]);
            assert!(bytes.len() > 10_000);
        }
    }
}
