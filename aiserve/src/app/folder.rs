//! Folders of files beside the API, and front ends that were built into one.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use http::header::{ACCEPT, ALLOW, CACHE_CONTROL, HeaderMap, HeaderValue, LOCATION, VARY, X_CONTENT_TYPE_OPTIONS};
use http::request::Parts;
use http::{Method, StatusCode, Uri};

use super::App;
use super::fallback::Fallback;
use crate::body::Body;
use crate::extract::Settings;
use crate::problem::Problem;
use crate::respond::{AnyMedia, Found, Respond, Response, find};

/// Folders, with the feature `files`.
impl<S> App<S> {
    /// Serves the files of a folder below a path, for GET and HEAD, where no route answers.
    ///
    /// They carry `ETag` and `Last-Modified`, so that a client asks for one again but gets it only if it was changed, and
    /// are sent in parts to who wants parts. What is outside of the folder is out of reach, also through links; names that
    /// begin with a dot, but for `.well-known`, are not served. The app's layers are around them, a router's are not. That the
    /// folder is there is checked at the start.
    ///
    /// # Examples
    /// ```
    /// use aiserve::prelude::*;
    ///
    /// # let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build().unwrap();
    /// # runtime.block_on(async {
    /// let client = TestClient::new(App::stateless().static_files("/sources", "src")).await;
    /// client.get("/sources/lib.rs").send().await.assert_status(200);
    /// client.get("/sources/none.rs").send().await.assert_status(404);
    /// # });
    /// ```
    pub fn static_files(self, path: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.folder(path.into(), folder.into(), static_files)
    }

    /// Serves a front end that was built into a folder, below a path (`/` as a rule), where no route answers.
    ///
    /// Its files are served as those of [`static_files`](Self::static_files) are, and `index.html` for each folder. Where
    /// there is no file, a browser that goes to a page (GET with `Accept: text/html`) gets the outermost `index.html`,
    /// whose script shows the page; if the folder has a `404.html`, it gets that one, with the status 404. Anything else
    /// gets the app's 404. That there is an `index.html` is checked at the start, and is nothing that `openapi` needs.
    ///
    /// # Examples
    /// ```no_run
    /// use aiserve::prelude::*;
    ///
    /// #[endpoint(GET "/api/name")]
    /// async fn name() -> String {
    ///     "aiserve".to_owned()
    /// }
    ///
    /// fn main() -> std::process::ExitCode {
    ///     App::stateless().mount(routes![name]).front_end("/", "web/dist").run()
    /// }
    /// ```
    pub fn front_end(self, path: impl Into<String>, folder: impl Into<PathBuf>) -> Self {
        self.folder(path.into(), folder.into(), front_end)
    }

    fn folder(mut self, path: String, folder: PathBuf, serve: fn(Arc<Path>) -> Result<Fallback, String>) -> Self {
        self.fallbacks.push((
            path,
            Box::new(move || {
                let found = folder.canonicalize().map_err(|error| format!("`{}`: {error}", folder.display()))?;
                if !found.is_dir() {
                    return Err(format!("`{}` is no folder", folder.display()));
                }
                serve(found.into())
            }),
        ));
        self
    }
}

/// What an answer depends on.
struct Asked {
    folder: Arc<Path>,
    /// The decoded path in the folder: empty, or from a slash on.
    path: String,
    uri: Uri,
    headers: HeaderMap,
    settings: Settings,
}

impl Asked {
    fn new(folder: &Arc<Path>, parts: &Parts, path: &str, settings: Settings) -> Self {
        let (uri, headers) = (parts.uri.clone(), parts.headers.clone());
        Self { folder: Arc::clone(folder), path: path.to_owned(), uri, headers, settings }
    }
}

#[expect(clippy::unnecessary_wraps, reason = "the same as the other kind of folder")]
fn static_files(folder: Arc<Path>) -> Result<Fallback, String> {
    Ok(Box::new(move |parts, path, settings| {
        if !reads(&parts.method) {
            let allow = HeaderValue::from_static("GET, HEAD");
            let refused = Problem::new(StatusCode::METHOD_NOT_ALLOWED, "").header(ALLOW, allow).respond(&settings);
            return Some(Box::pin(std::future::ready(refused)));
        }
        Some(Box::pin(file(Asked::new(&folder, parts, path, settings))))
    }))
}

async fn file(asked: Asked) -> Response {
    let path = asked.path.strip_prefix('/').unwrap_or_default();
    match find::<AnyMedia>(&asked.folder, path).await {
        Ok(Found::File(file)) => kept(file.respond_to(&asked.headers, &asked.settings)),
        Ok(Found::Folder | Found::Nothing) => Problem::not_found("").respond(&asked.settings),
        Err(error) => Problem::internal(error).respond(&asked.settings),
    }
}

fn front_end(folder: Arc<Path>) -> Result<Fallback, String> {
    if !folder.join("index.html").is_file() {
        return Err(format!("`{}` has no `index.html`", folder.display()));
    }
    Ok(Box::new(move |parts, path, settings| {
        if !reads(&parts.method) {
            return None;
        }
        Some(Box::pin(page(Asked::new(&folder, parts, path, settings))))
    }))
}

async fn page(asked: Asked) -> Response {
    let Some(path) = asked.path.strip_prefix('/') else { return to_folder(&asked) };
    let is_folder = path.is_empty() || path.ends_with('/');
    let found = if is_folder {
        find::<AnyMedia>(&asked.folder, &format!("{path}index.html")).await
    } else {
        find(&asked.folder, path).await
    };
    match found {
        Ok(Found::File(file)) => kept(file.respond_to(&asked.headers, &asked.settings)),
        // The links of its page start from the folder.
        Ok(Found::Folder) if !is_folder => to_folder(&asked),
        Ok(Found::Folder | Found::Nothing) => instead(&asked).await,
        Err(error) => Problem::internal(error).respond(&asked.settings),
    }
}

/// What is answered where the front end has no file.
async fn instead(asked: &Asked) -> Response {
    let mut response = match shown_instead(asked).await {
        Ok(response) => response,
        Err(problem) => problem.respond(&asked.settings),
    };
    response.headers_mut().insert(VARY, HeaderValue::from_static("accept"));
    response
}

async fn shown_instead(asked: &Asked) -> Result<Response, Problem> {
    if !wants_page(&asked.headers) {
        return Err(Problem::not_found(""));
    }
    // Sent whole whatever the conditions are, for they are of the page that is not there.
    if let Found::File(file) = find::<AnyMedia>(&asked.folder, "404.html").await? {
        return Ok(kept(file.respond(&Settings { status: StatusCode::NOT_FOUND, ..asked.settings })));
    }
    match find::<AnyMedia>(&asked.folder, "index.html").await? {
        Found::File(file) => Ok(kept(file.respond_to(&asked.headers, &asked.settings))),
        Found::Folder | Found::Nothing => Err(Problem::not_found("")),
    }
}

fn reads(method: &Method) -> bool {
    matches!(*method, Method::GET | Method::HEAD)
}

/// Whether a client names HTML among what it takes, as browsers do that go to a page, and only then.
fn wants_page(headers: &HeaderMap) -> bool {
    let fields = headers.get_all(ACCEPT).iter().filter_map(|field| field.to_str().ok());
    fields.flat_map(|field| field.split(',')).any(|range| {
        let (name, parameters) = range.split_once(';').unwrap_or((range, ""));
        name.trim().eq_ignore_ascii_case("text/html") && !is_refused(parameters)
    })
}

/// Whether a weight is none (RFC 9110, section 12.4.2).
fn is_refused(parameters: &str) -> bool {
    let weights = parameters.split(';').filter_map(|parameter| parameter.split_once('='));
    let mut weights = weights.filter(|(name, _)| name.trim().eq_ignore_ascii_case("q"));
    weights.any(|(_, weight)| weight.trim().parse().is_ok_and(|weight: f32| weight <= 0.0))
}

/// To the same path with a slash at its end.
fn to_folder(asked: &Asked) -> Response {
    let query = asked.uri.query().map_or_else(String::new, |query| format!("?{query}"));
    match HeaderValue::try_from(format!("{}/{query}", asked.uri.path())) {
        Ok(location) => {
            let mut response = Response::new(Body::empty());
            *response.status_mut() = StatusCode::TEMPORARY_REDIRECT;
            response.headers_mut().insert(LOCATION, location);
            response
        }
        Err(error) => Problem::internal(error).respond(&asked.settings),
    }
}

/// The reply as browsers are to keep it: asked for again each time, so that a new build is seen at once.
fn kept(mut response: Response) -> Response {
    let headers = response.headers_mut();
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    headers.insert(X_CONTENT_TYPE_OPTIONS, HeaderValue::from_static("nosniff"));
    response
}
