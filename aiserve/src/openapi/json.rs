//! JSON whose objects keep the order they are built in, so that the document reads well and never changes by itself.

use indexmap::IndexMap;
use serde::{Serialize, Serializer};
use serde_json::{Number, Value};

/// A JSON value of the document.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Json {
    /// A scalar, or a user's value that is shown as it is.
    Value(Value),
    List(Vec<Json>),
    Object(Object),
}

/// A JSON object in order of insertion.
#[derive(Clone, Debug, Default, PartialEq)]
pub(super) struct Object(IndexMap<String, Json>);

impl Object {
    pub(super) fn new() -> Self {
        Self::default()
    }

    /// The same object with one more entry.
    pub(super) fn with(mut self, key: impl Into<String>, value: impl Into<Json>) -> Self {
        self.set(key, value);
        self
    }

    /// The same object with a text, unless it is empty.
    pub(super) fn with_text(self, key: &str, text: &str) -> Self {
        if text.is_empty() { self } else { self.with(key, text) }
    }

    /// The same object with a list, unless it is empty.
    pub(super) fn with_list(self, key: &str, list: Vec<Json>) -> Self {
        if list.is_empty() { self } else { self.with(key, list) }
    }

    /// The same object with an inner object, unless it is empty.
    pub(super) fn with_object(self, key: &str, object: Self) -> Self {
        if object.is_empty() { self } else { self.with(key, object) }
    }

    pub(super) fn set(&mut self, key: impl Into<String>, value: impl Into<Json>) {
        self.0.insert(key.into(), value.into());
    }

    /// Sets an entry unless there is one.
    pub(super) fn set_default(&mut self, key: &str, value: impl Into<Json>) {
        if !self.has(key) {
            self.set(key, value);
        }
    }

    /// Adds to the list under a key.
    pub(super) fn push(&mut self, key: &str, value: impl Into<Json>) {
        match self.0.get_mut(key) {
            Some(Json::List(list)) => list.push(value.into()),
            _ => self.set(key, vec![value.into()]),
        }
    }

    pub(super) fn get(&self, key: &str) -> Option<&Json> {
        self.0.get(key)
    }

    pub(super) fn get_mut(&mut self, key: &str) -> Option<&mut Json> {
        self.0.get_mut(key)
    }

    pub(super) fn has(&self, key: &str) -> bool {
        self.0.contains_key(key)
    }

    /// Whether the entry is this text.
    pub(super) fn is(&self, key: &str, text: &str) -> bool {
        matches!(self.get(key), Some(Json::Value(Value::String(found))) if found == text)
    }

    pub(super) fn number(&self, key: &str) -> Option<f64> {
        match self.get(key) {
            Some(Json::Value(value)) => value.as_f64(),
            _ => None,
        }
    }

    pub(super) fn remove(&mut self, key: &str) -> Option<Json> {
        self.0.shift_remove(key)
    }

    pub(super) fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn len(&self) -> usize {
        self.0.len()
    }

    pub(super) fn iter(&self) -> impl Iterator<Item = (&String, &Json)> {
        self.0.iter()
    }

    pub(super) fn values_mut(&mut self) -> impl Iterator<Item = &mut Json> {
        self.0.values_mut()
    }

    /// Adds the entries of another object; its values win.
    pub(super) fn extend(&mut self, other: Self) {
        self.0.extend(other.0);
    }
}

impl FromIterator<(String, Json)> for Object {
    fn from_iter<I: IntoIterator<Item = (String, Json)>>(entries: I) -> Self {
        Self(entries.into_iter().collect())
    }
}

impl IntoIterator for Object {
    type Item = (String, Json);
    type IntoIter = indexmap::map::IntoIter<String, Json>;

    fn into_iter(self) -> Self::IntoIter {
        self.0.into_iter()
    }
}

impl Json {
    /// A whole number; one beyond 64 bits as the nearest float.
    pub(super) fn integer(number: i128) -> Self {
        #[expect(clippy::cast_precision_loss, reason = "JSON has no exact form that every reader understands")]
        Number::from_i128(number).map_or_else(|| (number as f64).into(), |number| Self::Value(Value::Number(number)))
    }

    /// A list of texts.
    pub(super) fn texts<'a>(texts: impl IntoIterator<Item = &'a str>) -> Vec<Self> {
        texts.into_iter().map(Self::from).collect()
    }
}

impl Serialize for Json {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Self::Value(value) => value.serialize(serializer),
            Self::List(list) => serializer.collect_seq(list),
            Self::Object(object) => object.serialize(serializer),
        }
    }
}

impl Serialize for Object {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_map(&self.0)
    }
}

impl From<&str> for Json {
    fn from(text: &str) -> Self {
        Self::Value(text.into())
    }
}

impl From<String> for Json {
    fn from(text: String) -> Self {
        Self::Value(text.into())
    }
}

impl From<bool> for Json {
    fn from(value: bool) -> Self {
        Self::Value(value.into())
    }
}

impl From<u64> for Json {
    fn from(number: u64) -> Self {
        Self::Value(number.into())
    }
}

impl From<f64> for Json {
    fn from(number: f64) -> Self {
        Self::Value(number.into())
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        Self::Value(value)
    }
}

impl From<Vec<Json>> for Json {
    fn from(list: Vec<Json>) -> Self {
        Self::List(list)
    }
}

impl From<Object> for Json {
    fn from(object: Object) -> Self {
        Self::Object(object)
    }
}
