//! What of a parameter texts cannot tell, found where types refer to each other: constants do not see through references.

use super::Arg;
use crate::problem::Place;
use crate::schema::{InText, Node};
use crate::validate::{bare, for_each_field};

/// How deep objects in a query are followed; only a type that contains itself goes deeper.
const DEEPEST: usize = 16;

/// The part of an argument that no text tells, in words.
pub(crate) fn untold(arg: &'static Arg) -> Option<String> {
    let (place, found) = match arg {
        Arg::Param(param) => {
            (param.place, part(param.place, &param.field.node, 0).map(|inner| format!("{}{inner}", param.field.name)))
        }
        Arg::Group(place, node) => (*place, field(*place, node, 0).map(|(name, inner)| format!("{name}{inner}"))),
        _ => return None,
    };
    found.map(|name| {
        let but = if place == Place::Query { ", list of texts or object of such" } else { " or list of texts" };
        format!("the {} parameter `{name}` is no text{but}: take it in the body", place.name())
    })
}

/// The steps from a value to what cannot be told in it.
fn part(place: Place, node: &'static Node, depth: usize) -> Option<String> {
    let inner = bare(node);
    let told = match inner {
        Node::Array(element) | Node::Set(element) | Node::Fixed(element, _) => InText::of(bare(element)).listed(),
        inner => InText::of(inner),
    };
    match (told, inner) {
        (InText::Text | InText::Texts, _) => None,
        (InText::Object, _) if place != Place::Query => Some(String::new()),
        (InText::Object, _) if depth == DEEPEST => None,
        (InText::Object, Node::Map(_, value)) => part(place, value, depth + 1).map(|inner| format!("[..]{inner}")),
        (InText::Object, _) => field(place, inner, depth + 1).map(|(name, inner)| format!("[{name}]{inner}")),
        (InText::Nothing, _) => Some(String::new()),
    }
}

/// The first field of an object in which something cannot be told, and the steps from there.
fn field(place: Place, object: &'static Node, depth: usize) -> Option<(&'static str, String)> {
    let mut found = None;
    for_each_field(object, &mut |field| {
        if found.is_none() {
            found = part(place, &field.node, depth).map(|inner| (field.name, inner));
        }
    });
    found
}
