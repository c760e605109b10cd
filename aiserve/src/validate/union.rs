//! Enums, in serde's five shapes: which variant a value is of, and what is wrong inside it.

use serde_json::{Map, Value};

use super::walk::Walk;
use crate::problem::Segment;
use crate::schema::{Flags, Node, Shape, Tagging, Union, Variant};

/// The variant that a value says it is of, and where its content is.
#[derive(Debug)]
pub(super) struct Chosen<'a> {
    pub(super) variant: &'static Variant,
    /// What leads from the enum to the content in a location.
    pub(super) step: Option<Segment>,
    /// The content; `None` if there is none.
    pub(super) content: Option<Content<'a>>,
}

/// The content of a variant.
#[derive(Debug)]
pub(super) enum Content<'a> {
    Shared(&'a Value),
    /// The object without its tag.
    Untagged(Value),
}

impl Content<'_> {
    pub(super) fn value(&self) -> &Value {
        match self {
            Self::Shared(value) => value,
            Self::Untagged(value) => value,
        }
    }
}

/// Why no variant could be chosen.
#[derive(Debug)]
pub(super) enum Unclear {
    NotAnObject,
    NoTag,
    UnknownTag(String),
}

/// The variants that are told by a name.
fn named(union: &'static Union) -> impl Iterator<Item = &'static Variant> {
    let hidden = |variant: &&Variant| variant.flags.has(Flags::SKIP_IN) || variant.flags.has(Flags::UNTAGGED);
    union.variants.iter().filter(move |variant| !hidden(variant))
}

fn variant(union: &'static Union, name: &str) -> Option<&'static Variant> {
    named(union)
        .find(|variant| variant.name == name || variant.aliases.contains(&name))
        .or_else(|| named(union).find(|variant| variant.flags.has(Flags::OTHER)))
}

/// The name that an object gives for its variant: one that is there but no text names no variant.
fn tag_of<'a>(map: &'a Map<String, Value>, tag: &str) -> Result<&'a str, Unclear> {
    match map.get(tag).ok_or(Unclear::NoTag)? {
        Value::String(name) => Ok(name),
        other => Err(Unclear::UnknownTag(other.to_string())),
    }
}

/// Chooses a variant of a tagged enum.
pub(super) fn choose<'a>(union: &'static Union, value: &'a Value) -> Result<Chosen<'a>, Unclear> {
    let unknown = |name: &str| Unclear::UnknownTag(name.to_owned());
    match union.tagging {
        Tagging::External => choose_external(union, value),
        Tagging::Internal(tag) => {
            let map = value.as_object().ok_or(Unclear::NotAnObject)?;
            let name = tag_of(map, tag)?;
            let variant = variant(union, name).ok_or_else(|| unknown(name))?;
            let rest: Map<_, _> =
                map.iter().filter(|(key, _)| *key != tag).map(|(k, v)| (k.clone(), v.clone())).collect();
            let content = Some(Content::Untagged(Value::Object(rest)));
            Ok(Chosen { variant, step: Some(Segment::branch(name.to_owned())), content })
        }
        Tagging::Adjacent { tag, content } => {
            let map = value.as_object().ok_or(Unclear::NotAnObject)?;
            let name = tag_of(map, tag)?;
            let variant = variant(union, name).ok_or_else(|| unknown(name))?;
            Ok(Chosen { variant, step: Some(content.into()), content: map.get(content).map(Content::Shared) })
        }
        Tagging::Untagged => Err(Unclear::NoTag),
    }
}

fn choose_external<'a>(union: &'static Union, value: &'a Value) -> Result<Chosen<'a>, Unclear> {
    let (name, content) = match value {
        Value::String(name) => (name, None),
        Value::Object(map) => match map.iter().next() {
            Some((name, content)) if map.len() == 1 => (name, Some(Content::Shared(content))),
            _ => return Err(Unclear::NoTag),
        },
        _ => return Err(Unclear::NotAnObject),
    };
    let variant = variant(union, name).ok_or_else(|| Unclear::UnknownTag(name.clone()))?;
    let step = content.is_some().then(|| Segment::from(name.clone()));
    Ok(Chosen { variant, step, content })
}

impl Walk {
    /// Walks an enum. `words` is the error type of an enum of plain words.
    pub(super) fn union(&mut self, union: &'static Union, words: &'static str, value: &Value) -> bool {
        if union.tagging == Tagging::Untagged {
            return self.branches(union.variants.iter(), value);
        }
        match choose(union, value) {
            Ok(chosen) => self.chosen(union, chosen, words, value),
            Err(unclear) => {
                let untagged = || union.variants.iter().filter(|variant| variant.flags.has(Flags::UNTAGGED));
                if untagged().next().is_some() {
                    self.branches(untagged(), value)
                } else {
                    self.unclear(union, unclear, words, value)
                }
            }
        }
    }

    fn chosen(&mut self, union: &'static Union, chosen: Chosen<'_>, words: &'static str, value: &Value) -> bool {
        let Chosen { variant, step, content } = chosen;
        if let (Tagging::Adjacent { tag, content }, Some(map), true) =
            (union.tagging, value.as_object(), union.deny_unknown)
        {
            self.unknown(map, |key| key == tag || key == content);
        }
        if variant.shape == Shape::Unit {
            // The document has a unit variant of an untagged-by-key enum as a word alone.
            let is_word = union.tagging != Tagging::External || content.is_none();
            return is_word || self.unclear(union, Unclear::NotAnObject, words, value);
        }
        let Some(content) = content else {
            return match step {
                Some(step) if !variant.content.is_optional() => {
                    self.at(step, Self::missing);
                    true
                }
                Some(_) => true,
                None => self.unclear(union, Unclear::NoTag, words, value),
            };
        };
        let walk = |walk: &mut Self| walk.value(&variant.content, &[], content.value());
        match step {
            Some(step) => self.at(step, walk),
            None => walk(self),
        };
        true
    }

    fn unclear(&mut self, union: &'static Union, unclear: Unclear, words: &'static str, value: &Value) -> bool {
        let names: Vec<_> = named(union).map(|variant| format!("'{}'", variant.name)).collect();
        if union.tagging == Tagging::External && named(union).all(|variant| variant.shape == Shape::Unit) {
            let expected = listed(&names);
            let fault = self.fault(words, format!("Input should be {expected}")).with("expected", expected);
            self.push(fault, value);
            return false;
        }
        let tag = match union.tagging {
            Tagging::Internal(tag) | Tagging::Adjacent { tag, .. } => format!("'{tag}'"),
            Tagging::External | Tagging::Untagged => String::new(),
        };
        let expected = names.join(", ");
        let fault = match unclear {
            Unclear::NotAnObject if !tag.is_empty() => {
                let message = "Input should be a valid dictionary or object to extract fields from";
                return self.refuse("model_attributes_type", message, value);
            }
            Unclear::UnknownTag(name) => {
                let fault = self.fault("union_tag_invalid", self.tag_message(&tag, &name, &expected));
                let fault = if self.echoes() { fault.with("tag", name) } else { fault };
                fault.with("expected_tags", expected)
            }
            _ if tag.is_empty() => {
                let message = format!("Input should be one of the tags {expected}, alone or as the key of its content");
                self.fault("union_tag_not_found", message)
            }
            _ => self.fault("union_tag_not_found", format!("Unable to extract tag using discriminator {tag}")),
        };
        let fault = if tag.is_empty() { fault } else { fault.with("discriminator", tag) };
        self.push(fault, value);
        false
    }

    fn tag_message(&self, tag: &str, name: &str, expected: &str) -> String {
        let found = if self.echoes() { format!("'{name}' ") } else { String::new() };
        let using = if tag.is_empty() { String::new() } else { format!("found using {tag} ") };
        format!("Input tag {found}{using}does not match any of the expected tags: {expected}")
    }

    /// Tries variants without tags; if none fits, the mistakes of all are told, each under the name of its branch.
    fn branches(&mut self, variants: impl Iterator<Item = &'static Variant>, value: &Value) -> bool {
        let mut mistakes = Vec::new();
        for variant in variants.filter(|variant| !variant.flags.has(Flags::SKIP_IN)) {
            let branch = Segment::branch(branch_name(variant));
            let found = self.trial(|walk| {
                walk.at(branch, |walk| walk.value(&variant.content, &[], value));
            });
            if found.is_empty() {
                return true;
            }
            mistakes.extend(found);
        }
        self.faults.extend(mistakes);
        false
    }
}

/// The name of an untagged variant: that of the type it holds, as its own is not on the wire.
fn branch_name(variant: &Variant) -> String {
    match (variant.shape, variant.content) {
        (Shape::Newtype, Node::Ref(definition)) => definition().name.short(),
        _ => variant.name.to_owned(),
    }
}

/// `'a', 'b' or 'c'`.
fn listed(names: &[String]) -> String {
    match names {
        [] => "nothing".to_owned(),
        [only] => only.clone(),
        [first @ .., last] => format!("{} or {last}", first.join(", ")),
    }
}
