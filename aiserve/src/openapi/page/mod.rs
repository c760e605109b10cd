//! The page that shows the document: Swagger UI, from the binary.
//!
//! Four were looked at in Chromium with documents of OpenAPI 3.1 and 3.2, and all showed them:
//!
//! | | licence | gzipped | |
//! |---|---|---|---|
//! | Swagger UI 5.32 | Apache-2.0 | 440 kB | asks no other host, needs no inline script or style, known from FastAPI |
//! | Scalar 1.46 | MIT | 989 kB | asks its maker's hosts even with telemetry and fonts off |
//! | Stoplight Elements 9.0 | Apache-2.0 | 663 kB | a page for each operation, little overview |
//! | `RapiDoc` 9.3 | MIT | 218 kB | left the example of the body empty |
//!
//! Swagger UI does not show a reply while it arrives: a stream of events appears once it has ended.

use std::fmt::Write;

use bytes::Bytes;

/// A file of the page.
#[derive(Clone, Debug)]
pub(crate) struct File {
    /// Its path.
    pub(crate) path: String,
    pub(crate) media_type: &'static str,
    pub(crate) bytes: Bytes,
    /// Whether [`unzip`] makes plain bytes of these.
    pub(crate) is_gzip: bool,
}

const SCRIPT: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/swagger-ui-bundle.js.gz"));
const STYLE: &[u8] = include_bytes!(concat!(env!("OUT_DIR"), "/swagger-ui.css.gz"));
const START: &[u8] = include_bytes!("start.js");
const INDEX: &str = include_str!("index.html");

/// What the page may do: its own files and the API, nothing of any other host but the servers that the document names.
/// Icons are in the style sheet, as `data:`.
pub(crate) fn policy<'a>(servers: impl Iterator<Item = &'a str>) -> String {
    let mut policy = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; base-uri 'none'; \
                      form-action 'none'; frame-ancestors 'self'; connect-src 'self'"
        .to_owned();
    for origin in servers.filter_map(origin) {
        policy.push(' ');
        policy.push_str(origin);
    }
    policy
}

/// The scheme and authority of an absolute URL. With its path, the policy would be for that path alone; a text that is
/// no origin could add to the policy.
fn origin(url: &str) -> Option<&str> {
    let (scheme, rest) = url.split_once("://")?;
    let authority = rest.split(['/', '?', '#']).next()?;
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b":.-[]".contains(&byte);
    let is_origin = matches!(scheme, "http" | "https") && !authority.is_empty() && authority.bytes().all(is_plain);
    is_origin.then(|| &url[..scheme.len() + "://".len() + authority.len()])
}

/// The page and its files, for the page's path and the document's.
pub(crate) fn files(title: &str, docs_path: &str, openapi_path: &str) -> [File; 4] {
    let folder = docs_path.trim_end_matches('/');
    let file = |name: &str, media_type, bytes| File {
        path: format!("{folder}/{name}"),
        media_type,
        bytes: Bytes::from_static(bytes),
        is_gzip: false,
    };
    [
        File {
            path: if folder.is_empty() { "/".to_owned() } else { folder.to_owned() },
            media_type: "text/html; charset=utf-8",
            bytes: index(title, folder, openapi_path).into(),
            is_gzip: false,
        },
        file("start.js", "text/javascript; charset=utf-8", START),
        File { is_gzip: true, ..file("swagger-ui-bundle.js", "text/javascript; charset=utf-8", SCRIPT) },
        File { is_gzip: true, ..file("swagger-ui.css", "text/css; charset=utf-8", STYLE) },
    ]
}

/// The plain bytes of a file that the build gzipped: ten bytes of header, the stream, eight of trailer.
pub(crate) fn unzip(gzip: &[u8]) -> Vec<u8> {
    let stream = &gzip[10..gzip.len() - 8];
    miniz_oxide::inflate::decompress_to_vec(stream).expect("the build took a whole DEFLATE stream")
}

/// The HTML. Its links are relative, so that it works behind a proxy that adds a prefix.
fn index(title: &str, folder: &str, openapi_path: &str) -> String {
    let (above, name) = folder.rsplit_once('/').unwrap_or_default();
    let base = if name.is_empty() { String::new() } else { format!("{name}/") };
    let document = format!("{}{}", "../".repeat(above.matches('/').count()), openapi_path.trim_start_matches('/'));
    let mut html = String::with_capacity(INDEX.len() + title.len());
    let mut rest = INDEX;
    while let Some((before, after)) = rest.split_once('{') {
        let (name, after) = after.split_once('}').expect("the template's braces are closed");
        let value = match name {
            "title" => title,
            "base" => &base,
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
        for (folder, script, document) in [
            ("/docs", "docs/start.js", "openapi.json"),
            ("/a/b/docs", "docs/start.js", "../../openapi.json"),
            ("", "start.js", "openapi.json"),
        ] {
            let html = index("", folder, "/openapi.json");
            let link = format!("src=\"{script}\" data-document=\"{document}\"");
            assert!(html.contains(&link), "{html}");
        }
    }

    #[test]
    fn a_server_adds_its_origin_to_the_policy_and_nothing_else() {
        let servers = [
            "https://api.example.com:8443/v1",
            "http://[::1]:80?x",
            "/v2",
            "https://x; script-src *",
            "https://{region}.example.com",
            "data://x",
            "https:///x",
        ];
        let policy = policy(servers.into_iter());
        assert!(policy.ends_with("; connect-src 'self' https://api.example.com:8443 http://[::1]:80"), "{policy}");
    }

    #[test]
    fn the_files_are_whole() {
        for (gzip, start) in [(SCRIPT, "/*! For license information"), (STYLE, ".swagger-ui")] {
            assert_eq!(gzip[..3], [0x1f, 0x8b, 8]);
            let plain = unzip(gzip);
            assert!(plain.starts_with(start.as_bytes()));
            let length = u32::try_from(plain.len()).unwrap();
            assert_eq!(gzip[gzip.len() - 4..], length.to_le_bytes());
        }
    }
}
