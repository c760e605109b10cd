//! What was sent at a whole place of the request: every key of the query, every header field, every cookie.

use std::borrow::Cow;

use super::{All, NotUtf8, Texts, cookie, deep, form, header_text};
use crate::extract::Request;
use crate::problem::Place;
use crate::schema::{Field, Node};
use crate::validate::{for_each_field, has_keys, member};

/// A key and a text.
pub(super) type Pair<'a> = (Cow<'a, str>, Cow<'a, str>);

/// Keys and texts, those of one name side by side, each name's in the order sent.
#[derive(Debug)]
pub(crate) struct Entries<'a> {
    pairs: Vec<Pair<'a>>,
    /// The texts that are no UTF-8: their keys.
    broken: Vec<Cow<'a, str>>,
    /// The schema of the object that they are.
    node: &'static Node,
}

impl<'a> Entries<'a> {
    /// Reads what was sent at the place. `node` tells which header names stand for which fields.
    pub(crate) fn read(request: &'a Request, place: Place, node: &'static Node) -> Self {
        let mut entries = Self { pairs: Vec::new(), broken: Vec::new(), node };
        match place {
            Place::Path => entries.read_path(request),
            Place::Query => entries.read_query(request.uri().query().unwrap_or_default()),
            Place::Header => entries.read_headers(request),
            Place::Cookie => entries.read_cookies(request),
            Place::Body => {}
        }
        entries.sorted()
    }

    /// What was sent for an object of this name in a query.
    pub(super) fn inside_of_query(query: &'a str, name: &str, node: &'static Node) -> Self {
        let mut entries = Self { pairs: Vec::new(), broken: Vec::new(), node };
        for (key, value) in form::pairs(query) {
            let inner = match form::decode(key) {
                Ok(Cow::Borrowed(key)) => deep::inner(key, name),
                Ok(Cow::Owned(key)) => deep::inner(&key, name).map(|inner| inner.into_owned().into()),
                Err(NotUtf8) => None,
            };
            if let Some(inner) = inner {
                entries.push(inner, form::decode(value));
            }
        }
        entries.sorted()
    }

    /// What was sent inside of one of these names.
    pub(super) fn inside_of(pairs: &'a [Pair<'a>], node: &'static Node) -> Self {
        let inner =
            pairs.iter().filter_map(|(key, text)| Some((deep::inner(key, deep::outer(key))?, Cow::Borrowed(&**text))));
        Self { pairs: inner.collect(), broken: Vec::new(), node }.sorted()
    }

    /// Stable, so that repeated keys keep their order; sorted, so that finding repeats does not take quadratic time; by the
    /// name in front of brackets first, so that `filter-x` is not among the keys of `filter`.
    fn sorted(mut self) -> Self {
        self.pairs.sort_by(|(a, _), (b, _)| deep::outer(a).cmp(deep::outer(b)).then_with(|| a.cmp(b)));
        self
    }

    /// Whether nothing was sent.
    pub(crate) fn is_empty(&self) -> bool {
        self.pairs.is_empty() && self.broken.is_empty()
    }

    /// Keys whose texts are no UTF-8.
    pub(crate) fn broken(&self) -> &[Cow<'a, str>] {
        &self.broken
    }

    /// What was sent for each name.
    pub(crate) fn by_name(&self) -> ByName<'_> {
        ByName { rest: &self.pairs, node: self.node }
    }

    fn push(&mut self, key: Cow<'a, str>, value: Result<Cow<'a, str>, NotUtf8>) {
        match value {
            Ok(value) => self.pairs.push((key, value)),
            Err(NotUtf8) => self.broken.push(key),
        }
    }

    fn read_path(&mut self, request: &'a Request) {
        for (index, name) in request.path_names().enumerate() {
            self.push(Cow::Borrowed(name), Ok(Cow::Borrowed(request.path_param(index))));
        }
    }

    fn read_query(&mut self, query: &'a str) {
        for (key, value) in form::pairs(query) {
            let Ok(key) = form::decode(key) else { continue };
            self.push(key, form::decode(value));
        }
    }

    fn read_headers(&mut self, request: &'a Request) {
        for (name, value) in request.headers() {
            let key = field_name(self.node, name.as_str()).unwrap_or_else(|| name.as_str());
            self.push(Cow::Borrowed(key), header_text(value).map(Cow::Borrowed));
        }
    }

    fn read_cookies(&mut self, request: &'a Request) {
        for (name, value) in cookie::pairs(request.headers()) {
            self.push(Cow::Borrowed(name), value.map(Cow::Borrowed));
        }
    }
}

/// See [`Entries::by_name`].
#[derive(Debug)]
pub(crate) struct ByName<'a> {
    rest: &'a [Pair<'a>],
    node: &'static Node,
}

impl<'a> Iterator for ByName<'a> {
    type Item = (&'a str, Texts<'a>);

    /// An object's name has all keys with the name in front of brackets, any other name the equal ones.
    fn next(&mut self) -> Option<Self::Item> {
        let (key, _) = self.rest.first()?;
        let outer = deep::outer(key);
        let mut node = member(self.node, outer);
        let is_object = has_keys(node);
        let name = if is_object { outer } else { key };
        if !is_object && name.len() != outer.len() {
            node = member(self.node, name);
        }
        let is_named = |other: &str| if is_object { deep::outer(other) == name } else { other == name };
        let count = self.rest.iter().take_while(|(other, _)| is_named(other)).count();
        let (pairs, rest) = self.rest.split_at(count);
        self.rest = rest;
        let (_, last) = pairs.last()?;
        Some((name, Texts { last: Cow::Borrowed(last), all: All::Entries(pairs), node }))
    }
}

/// The name serde knows for a header field: `user-agent` is the field `user_agent`.
fn field_name(node: &'static Node, header: &str) -> Option<&'static str> {
    let mut found = None;
    for_each_field(node, &mut |field: &'static Field| {
        let mut names = std::iter::once(&field.name).chain(field.aliases);
        if let Some(name) = names.find(|name| is_header(name, header)) {
            found = Some(*name);
        }
    });
    found
}

fn is_header(name: &str, header: &str) -> bool {
    let hyphened = |byte: u8| if byte == b'_' { b'-' } else { byte.to_ascii_lowercase() };
    name.len() == header.len() && name.bytes().zip(header.bytes()).all(|(a, b)| hyphened(a) == b)
}
