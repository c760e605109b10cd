//! Questions about schemas, answered through references, options and rules.

use crate::schema::{Field, Flags, InText, Node, Object};

/// What a parameter's text is, where serde does not ask for a type.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Leaf {
    Bool,
    Integer,
    Number,
    List,
    Object,
    Text,
}

/// What a text of this schema is.
pub(crate) fn leaf(node: &'static Node) -> Leaf {
    match bare(node) {
        Node::Bool => Leaf::Bool,
        Node::Integer(_) => Leaf::Integer,
        Node::Number(_) => Leaf::Number,
        Node::Array(_) | Node::Set(_) | Node::Fixed(..) | Node::Tuple(_) => Leaf::List,
        Node::Object(_) | Node::Map(..) => Leaf::Object,
        _ => Leaf::Text,
    }
}

/// How many wrappers may stand around a schema; more than this is a type that contains only itself.
const MAX_WRAPPERS: usize = 64;

/// The schema inside references, options and rules, as read.
pub(crate) fn bare(node: &'static Node) -> &'static Node {
    let mut node = node;
    for _ in 0..MAX_WRAPPERS {
        node = match node {
            Node::Option(inner) | Node::With(inner, _) | Node::Split(inner, _) => inner,
            Node::Ref(definition) => &definition().body,
            _ => return node,
        };
    }
    &Node::Any
}

/// What an option is around, if the schema is one.
pub(super) fn inside_option(node: &'static Node) -> Option<&'static Node> {
    let mut node = node;
    for _ in 0..MAX_WRAPPERS {
        node = match node {
            Node::Option(inner) => return Some(inner),
            Node::With(inner, _) | Node::Split(inner, _) => inner,
            Node::Ref(definition) => &definition().body,
            _ => return None,
        };
    }
    None
}

/// The object inside references, options and rules.
pub(crate) fn object(node: &'static Node) -> Option<&'static Object> {
    match bare(node) {
        Node::Object(object) => Some(object),
        _ => None,
    }
}

/// Calls `visit` with every field an object is read from, those of flattened objects included.
pub(crate) fn for_each_field(node: &'static Node, visit: &mut dyn FnMut(&'static Field)) {
    let Some(object) = object(node) else { return };
    for field in object.fields.iter().filter(|field| !field.flags.has(Flags::SKIP_IN)) {
        if field.flags.has(Flags::FLATTEN) {
            for_each_field(&field.node, visit);
        } else {
            visit(field);
        }
    }
}

/// The field of an object that is read from this key.
pub(crate) fn field_of(node: &'static Node, key: &str) -> Option<&'static Field> {
    let mut found = None;
    for_each_field(node, &mut |field| {
        if is_named(field, key) {
            found = Some(field);
        }
    });
    found
}

/// Whether values are objects.
pub(crate) fn has_keys(node: &'static Node) -> bool {
    InText::of(bare(node)) == InText::Object
}

/// The schema of what an object has at this key.
pub(crate) fn member(node: &'static Node, key: &str) -> &'static Node {
    match bare(node) {
        Node::Map(_, value) => value,
        _ => field_of(node, key).map_or(&Node::Any, |field| &field.node),
    }
}

/// Whether a field is read from this key.
pub(crate) fn is_named(field: &Field, key: &str) -> bool {
    field.name == key || field.aliases.contains(&key)
}
