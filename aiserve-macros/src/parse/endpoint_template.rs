//! Reads a path template: `/shops/{shop}/files/{*path}`.

use syn::LitStr;

use crate::ctxt::Ctxt;

/// As many as the runtime has room for.
const MOST_PARAMETERS: usize = 8;

/// The names of the template's parameters, in order.
pub(crate) fn names(path: &LitStr, ctxt: &Ctxt) -> Vec<String> {
    let text = path.value();
    let mut names: Vec<String> = Vec::new();
    let error = |message: String| ctxt.error_at(path, message);
    if text.contains("{$") {
        error(
            "this is the expression of a callback, which others answer: end the function with `;` instead of a body"
                .to_owned(),
        );
        return names;
    }
    let relative = text.strip_prefix('/').unwrap_or(&text);
    if relative.len() == text.len() {
        error(format!("a path begins with `/`: \"/{text}\""));
    }
    if let Some((before, query)) = relative.split_once('?') {
        error(format!("the query `{query}` is no part of the path \"/{before}\": mark its arguments `#[query]`"));
        return names;
    }
    let mut segments = relative.split('/').peekable();
    while let Some(segment) = segments.next() {
        match parameter(segment) {
            Ok(None) => {}
            Ok(Some((name, takes_rest))) => {
                if takes_rest && segments.peek().is_some() {
                    error(format!("`{{*{name}}}` takes the rest of the path: nothing can follow it"));
                }
                if names.iter().any(|other| other == name) {
                    error(format!("`{{{name}}}` is twice in the path: give each parameter its own name"));
                } else {
                    names.push(name.to_owned());
                }
            }
            Err(message) => error(message),
        }
    }
    if names.len() > MOST_PARAMETERS {
        error(format!("a path can have {MOST_PARAMETERS} parameters, this one has {}", names.len()));
    }
    names
}

/// The parameter in a segment, and whether it takes the rest of the path.
fn parameter(segment: &str) -> Result<Option<(&str, bool)>, String> {
    if let Some(name) = segment.strip_prefix(':')
        && is_name(name)
    {
        return Err(format!("a parameter is written in braces: `{{{name}}}` instead of `:{name}`"));
    }
    let Some(open) = segment.find('{') else {
        return match segment.find(['}', ' ', '#']) {
            Some(at) => Err(format!("`{}` can't stand in a path (in `{segment}`)", &segment[at..=at])),
            None => Ok(None),
        };
    };
    let Some(close) = segment[open..].find('}').map(|close| open + close) else {
        return Err(format!("`{segment}` lacks its `}}`"));
    };
    let (name, takes_rest) = match &segment[open + 1..close] {
        rest if rest.starts_with('*') => (&rest[1..], true),
        name => (name, false),
    };
    if let Some((bare, pattern)) = name.split_once(':') {
        return Err(format!(
            "a parameter has no pattern: write `{{{bare}}}`, the argument's type does the work of `{pattern}`"
        ));
    }
    if !is_name(name) {
        return Err(format!("`{{{name}}}` needs the name of an argument"));
    }
    if segment[close + 1..].contains('{') {
        return Err(format!("`{segment}` has two parameters: a segment can have one"));
    }
    Ok(Some((name, takes_rest)))
}

fn is_name(text: &str) -> bool {
    let mut letters = text.chars();
    letters.next().is_some_and(|first| first.is_alphabetic() || first == '_')
        && letters.all(|letter| letter.is_alphanumeric() || letter == '_')
}
