//! The table of routes: a path is matched once, then the method is looked for among the few of that path.

use std::collections::HashMap;
use std::sync::Arc;

use http::{HeaderValue, Method};

use super::decode::{self, Malformed};
use super::tree::{Found, Tree};
use crate::extract::PathParams;

/// The shapes of paths, each with its place in the table.
#[derive(Clone, Debug, Default)]
pub(crate) struct Index {
    paths: matchit::Router<usize>,
    slots: HashMap<String, usize>,
}

impl Index {
    /// The place of a shape; a new one unless it has one.
    pub(crate) fn slot(&mut self, shape: &str) -> Result<usize, matchit::InsertError> {
        if let Some(&slot) = self.slots.get(shape) {
            return Ok(slot);
        }
        let slot = self.slots.len();
        self.paths.insert(shape, slot)?;
        self.slots.insert(shape.to_owned(), slot);
        Ok(slot)
    }
}

/// What answers one method of one path.
#[derive(Debug)]
pub(crate) struct Entry<T> {
    pub(crate) method: Method,
    /// The operation's own path template.
    pub(crate) template: &'static str,
    /// What comes before that template, if it has parameters.
    pub(crate) prefix: Option<Prefix>,
    pub(crate) handler: T,
}

/// The prefix of a route's routers.
#[derive(Clone, Debug)]
pub(crate) struct Prefix {
    pub(crate) template: Arc<str>,
    /// How many parameters it has.
    pub(crate) params: usize,
}

/// All routes.
#[derive(Debug)]
pub(crate) struct Table<T> {
    paths: Tree,
    slots: Vec<Slot<T>>,
}

/// The routes of one path.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    entries: Vec<Entry<T>>,
    /// Every method that is answered, as the `Allow` header field.
    pub(crate) allow: HeaderValue,
    /// How many parameters the path has.
    params: usize,
    /// Those that have a route of their own: what FastAPI puts into the field.
    pub(crate) declared: HeaderValue,
}

/// What a method and path lead to.
#[derive(Debug)]
pub(crate) enum Lookup<'a, T> {
    Found(&'a T),
    WrongMethod(&'a Slot<T>),
    NoPath,
    Malformed(Malformed),
}

impl<T> Table<T> {
    /// The table of an index. Entries come with their slots.
    pub(crate) fn new(index: &Index, entries: impl IntoIterator<Item = (usize, Entry<T>)>) -> Self {
        let mut slots: Vec<(usize, Vec<Entry<T>>)> = Vec::new();
        slots.resize_with(index.slots.len(), Default::default);
        for (shape, &slot) in &index.slots {
            slots[slot].0 = shape.matches('{').count();
        }
        for (slot, entry) in entries {
            slots[slot].1.push(entry);
        }
        let paths = Tree::new(index.slots.iter().map(|(shape, &slot)| (shape.as_str(), slot)));
        Self { paths, slots: slots.into_iter().map(|(params, entries)| Slot::new(params, entries)).collect() }
    }

    /// Finds what answers a request, and writes down the values of the path's parameters.
    #[inline]
    pub(crate) fn find(&self, method: &Method, path: &str, params: &mut PathParams) -> Lookup<'_, T> {
        match self.paths.find(path, true, &mut params.spans) {
            Found::Slot(slot) => self.answers(slot, method, params),
            Found::Nothing if !path.contains('%') => Lookup::NoPath,
            Found::Nothing | Found::Escape => self.find_decoded(method, path, params),
        }
    }

    #[cold]
    fn find_decoded(&self, method: &Method, path: &str, params: &mut PathParams) -> Lookup<'_, T> {
        let decoded = match decode::decode(path) {
            Ok(decoded) => decoded,
            Err(malformed) => return Lookup::Malformed(malformed),
        };
        let found = self.paths.find(&decoded, false, &mut params.spans);
        params.seldom().decoded = Some(decoded);
        match found {
            Found::Slot(slot) => self.answers(slot, method, params),
            Found::Nothing | Found::Escape => Lookup::NoPath,
        }
    }

    #[inline]
    fn answers(&self, slot: usize, method: &Method, params: &mut PathParams) -> Lookup<'_, T> {
        let slot = &self.slots[slot];
        let Some(entry) = slot.entry(method) else { return Lookup::WrongMethod(slot) };
        params.template = entry.template;
        if let Some(prefix) = &entry.prefix {
            // The operation's own come first.
            params.spans[..slot.params].rotate_left(prefix.params);
            params.seldom().prefix = Some(Arc::clone(&prefix.template));
        }
        Lookup::Found(&entry.handler)
    }
}

impl<T> Slot<T> {
    fn new(params: usize, entries: Vec<Entry<T>>) -> Self {
        let mut methods: Vec<&str> = entries.iter().map(|entry| entry.method.as_str()).collect();
        let declared = list(&mut methods);
        if methods.contains(&"GET") && !methods.contains(&"HEAD") {
            methods.push("HEAD");
        }
        Self { allow: list(&mut methods), params, declared, entries }
    }

    /// What answers a method. HEAD is answered as GET is, unless it has a route of its own.
    fn entry(&self, method: &Method) -> Option<&Entry<T>> {
        let of = |method: &Method| self.entries.iter().find(|entry| entry.method == *method);
        of(method).or_else(|| if *method == Method::HEAD { of(&Method::GET) } else { None })
    }

    /// What answers the first method that was mounted here.
    pub(crate) fn first(&self) -> Option<&T> {
        self.entries.first().map(|entry| &entry.handler)
    }
}

fn list(methods: &mut [&str]) -> HeaderValue {
    methods.sort_unstable();
    HeaderValue::from_str(&methods.join(", ")).expect("names of methods are visible ASCII")
}
