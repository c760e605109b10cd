//! Parameters: from the texts of path, query, header fields and cookies to values of any deserializable type.
//!
//! Only serde's own calls guide the reading; bodies are not its business.

mod cookie;
mod deep;
mod entries;
mod error;
pub(super) mod form;
mod group;
mod missing;
mod text;
pub(crate) mod words;

pub(crate) use entries::Entries;
pub(crate) use error::Mismatch;
pub(crate) use group::Group;
pub(crate) use missing::Missing;
pub(crate) use text::Texts;

use std::borrow::Cow;

use http::{HeaderMap, HeaderValue};

use self::entries::Pair;
use super::Request;
use crate::describe::Param;
use crate::problem::Place;
use crate::schema::Node;
use crate::validate::has_keys;

/// Bytes that are no UTF-8 where a text is expected.
#[derive(Clone, Copy, Debug)]
pub(crate) struct NotUtf8;

/// Where all texts of a repeated parameter are.
#[derive(Clone, Copy, Debug)]
pub(crate) enum All<'a> {
    /// There is one only.
    Single,
    Query(&'a str, &'static str),
    Headers(&'a HeaderMap, &'static str),
    Cookies(&'a HeaderMap, &'static str),
    /// Entries of a group that have the same name.
    Entries(&'a [Pair<'a>]),
}

impl<'a> All<'a> {
    /// All texts; `last` is the last of them.
    fn texts(self, last: Cow<'a, str>) -> Result<Vec<Cow<'a, str>>, Mismatch> {
        let texts: Result<Vec<_>, NotUtf8> = match self {
            Self::Single => return Ok(vec![last]),
            Self::Query(query, name) => form::pairs(query)
                .filter(|(key, _)| form::is(key, name))
                .map(|(_, value)| form::decode(value))
                .collect(),
            Self::Headers(headers, name) => {
                headers.get_all(name).iter().map(|value| header_text(value).map(Cow::Borrowed)).collect()
            }
            Self::Cookies(headers, name) => cookie::pairs(headers)
                .filter(|(key, _)| *key == name)
                .map(|(_, value)| value.map(Cow::Borrowed))
                .collect(),
            Self::Entries(entries) => Ok(entries.iter().map(|(_, value)| value.clone()).collect()),
        };
        texts.map_err(|NotUtf8| Mismatch::expected("UTF-8"))
    }
}

impl<'a> Texts<'a> {
    /// The text of a parameter that cannot be repeated.
    pub(crate) fn single(text: &'a str, node: &'static Node) -> Self {
        Self { last: Cow::Borrowed(text), all: All::Single, node }
    }

    /// All texts of the parameter, in the order sent.
    pub(crate) fn all(&self) -> Result<Vec<Cow<'a, str>>, NotUtf8> {
        self.all.texts(self.last.clone()).map_err(|_| NotUtf8)
    }

    /// What was sent inside of the parameter's brackets, if it is an object and anything was.
    pub(crate) fn inside(&self) -> Option<Entries<'a>> {
        let entries = match self.all {
            _ if !has_keys(self.node) => return None,
            All::Query(query, name) => Entries::inside_of_query(query, name, self.node),
            All::Entries(pairs) => Entries::inside_of(pairs, self.node),
            All::Single | All::Headers(..) | All::Cookies(..) => return None,
        };
        (!entries.is_empty()).then_some(entries)
    }
}

/// The texts of a parameter, if it was sent.
pub(crate) fn find<'a>(request: &'a Request, param: &'static Param) -> Result<Option<Texts<'a>>, NotUtf8> {
    let name = param.field.name;
    let (last, all) = match param.place {
        Place::Query => {
            let query = request.uri().query().unwrap_or_default();
            let all = All::Query(query, name);
            let Some(last) = form::last(query, name) else { return Ok(object(param, all)) };
            (Some(form::decode(last)?), all)
        }
        Place::Header => {
            let headers = request.headers();
            let last = headers.get_all(name).iter().next_back();
            (last.map(header_text).transpose()?.map(Cow::Borrowed), All::Headers(headers, name))
        }
        Place::Cookie => {
            let headers = request.headers();
            let last = cookie::pairs(headers).filter(|(key, _)| *key == name).last();
            (last.map(|(_, value)| value).transpose()?.map(Cow::Borrowed), All::Cookies(headers, name))
        }
        Place::Path => (request.path_param_of(name).map(Cow::Borrowed), All::Single),
        Place::Body => (None, All::Single),
    };
    Ok(last.map(|last| Texts { last, all, node: &param.field.node }))
}

/// A parameter of which only what is inside was sent.
fn object<'a>(param: &'static Param, all: All<'a>) -> Option<Texts<'a>> {
    let texts = Texts { last: Cow::Borrowed(""), all, node: &param.field.node };
    texts.inside().is_some().then_some(texts)
}

fn header_text(value: &HeaderValue) -> Result<&str, NotUtf8> {
    std::str::from_utf8(value.as_bytes()).map_err(|_| NotUtf8)
}
