//! What answers a request where no route does.

use http::request::Parts;
use percent_encoding::percent_decode_str;

use super::build::all;
use crate::Error;
use crate::extract::Settings;
use crate::route::BoxFuture;

/// Answers a request, if that is its matter. The text is the decoded path after the fallback's own: empty, or from a slash on.
pub(super) type Fallback = Box<dyn Fn(&Parts, &str, Settings) -> Option<BoxFuture> + Send + Sync>;

/// Makes a fallback when the app starts, or says what is missing.
pub(super) type Opening = Box<dyn FnOnce() -> Result<Fallback, String> + Send>;

/// All of them, each with the path that it is below, without a slash at its end; the longest first.
pub(super) struct Fallbacks(Vec<(String, Fallback)>);

impl Fallbacks {
    pub(super) fn open(planned: Vec<(String, Opening)>) -> Result<Self, Error> {
        let (mut opened, mut problems) = (Vec::new(), Vec::new());
        for (path, opening) in planned {
            match opening() {
                Ok(fallback) => opened.push((without_slash(&path).to_owned(), fallback)),
                Err(problem) => problems.push(format!("what is to be at `{path}` is missing: {problem}")),
            }
        }
        opened.sort_by_key(|(path, _)| std::cmp::Reverse(path.len()));
        if problems.is_empty() { Ok(Self(opened)) } else { Err(all(&problems)) }
    }

    pub(super) fn answer(&self, parts: &Parts, settings: Settings) -> Option<BoxFuture> {
        if self.0.is_empty() {
            return None;
        }
        let path = percent_decode_str(parts.uri.path()).decode_utf8().ok()?;
        self.0.iter().find_map(|(below, fallback)| {
            let rest = path.strip_prefix(below.as_str())?;
            (rest.is_empty() || rest.starts_with('/')).then(|| fallback(parts, rest, settings))?
        })
    }
}

/// What is wrong with the paths of fallbacks.
pub(super) fn problems(planned: &[(String, Opening)]) -> Vec<String> {
    let mut problems = Vec::new();
    for (index, (path, _)) in planned.iter().enumerate() {
        if !path.starts_with('/') || path.contains(['{', '}', '?', '#']) {
            problems.push(format!("the folder's path `{path}` is wrong: a path begins with `/` and has no parameters"));
        }
        if planned[..index].iter().any(|(other, _)| without_slash(other) == without_slash(path)) {
            problems.push(format!("two folders are to be at `{path}`"));
        }
    }
    problems
}

fn without_slash(path: &str) -> &str {
    path.strip_suffix('/').unwrap_or(path)
}
