//! The table of routes: a path is matched once, then the method is looked for among the few of that path.

use std::collections::HashMap;

use http::{HeaderValue, Method};

use super::decode::{self, Malformed};
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
    /// How many of the path's parameters come before the operation's own.
    pub(crate) prefix_params: usize,
    pub(crate) handler: T,
}

/// All routes.
#[derive(Debug)]
pub(crate) struct Table<T> {
    paths: matchit::Router<usize>,
    slots: Vec<Slot<T>>,
}

/// The routes of one path.
#[derive(Debug)]
pub(crate) struct Slot<T> {
    entries: Vec<Entry<T>>,
    /// Every method that is answered, as the `Allow` header field.
    pub(crate) allow: HeaderValue,
    /// Those that have a route of their own: what FastAPI puts into the field.
    pub(crate) declared: HeaderValue,
}

/// What a method and path lead to.
#[derive(Debug)]
pub(crate) enum Lookup<'a, T> {
    Found(&'a T, PathParams),
    WrongMethod(&'a Slot<T>),
    NoPath,
    Malformed(Malformed),
}

impl<T> Table<T> {
    /// The table of an index. Entries come with their slots.
    pub(crate) fn new(index: Index, entries: impl IntoIterator<Item = (usize, Entry<T>)>) -> Self {
        let mut slots: Vec<Vec<Entry<T>>> = Vec::new();
        slots.resize_with(index.slots.len(), Vec::new);
        for (slot, entry) in entries {
            slots[slot].push(entry);
        }
        Self { paths: index.paths, slots: slots.into_iter().map(Slot::new).collect() }
    }

    /// Finds what answers a request.
    pub(crate) fn find(&self, method: &Method, path: &str) -> Lookup<'_, T> {
        match decode::decode(path) {
            Ok(None) => self.matched(method, path),
            Ok(Some(decoded)) => match self.matched(method, &decoded) {
                Lookup::Found(handler, params) => {
                    Lookup::Found(handler, PathParams { decoded: Some(decoded), ..params })
                }
                missed => missed,
            },
            Err(malformed) => Lookup::Malformed(malformed),
        }
    }

    fn matched(&self, method: &Method, path: &str) -> Lookup<'_, T> {
        let Ok(matched) = self.paths.at(path) else { return Lookup::NoPath };
        let slot = &self.slots[*matched.value];
        let Some(entry) = slot.entry(method) else { return Lookup::WrongMethod(slot) };
        let mut params = PathParams { template: entry.template, ..PathParams::default() };
        if !matched.params.is_empty() {
            let own = matched.params.len() - entry.prefix_params;
            for (index, (_, value)) in matched.params.iter().enumerate() {
                let start = value.as_ptr().addr() - path.as_ptr().addr();
                let place = index.checked_sub(entry.prefix_params).unwrap_or(own + index);
                params.spans[place] = (offset(start), offset(start + value.len()));
            }
        }
        Lookup::Found(&entry.handler, params)
    }
}

impl<T> Slot<T> {
    fn new(entries: Vec<Entry<T>>) -> Self {
        let mut methods: Vec<&str> = entries.iter().map(|entry| entry.method.as_str()).collect();
        let declared = list(&mut methods);
        if methods.contains(&"GET") && !methods.contains(&"HEAD") {
            methods.push("HEAD");
        }
        Self { allow: list(&mut methods), declared, entries }
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

fn offset(at: usize) -> u16 {
    u16::try_from(at).expect("a URI is shorter than 64 KiB, and decoding makes it no longer")
}
