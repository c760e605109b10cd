//! The Parameter objects of an operation: its own, and the fields of its groups.

use super::components::Registry;
use super::json::Object;
use super::schema::{Schemas, Side};
use crate::describe::{Arg, Operation};
use crate::problem::Place;
use crate::schema::{Field, Flags, Node};

/// A parameter to document.
#[derive(Clone, Copy, Debug)]
pub(super) struct Parameter {
    place: Place,
    field: Field,
}

/// How deep groups are followed through `flatten`.
const DEEPEST_GROUP: usize = 16;

/// The parameters of an operation: path, query, header, cookie, each in the order of the arguments.
pub(super) fn of(operation: &Operation, registry: &Registry) -> Vec<Parameter> {
    let schemas = registry.schemas(Side::Input);
    let mut found = Vec::new();
    for arg in operation.args {
        match arg {
            Arg::Param(param) => found.push(Parameter { place: param.place, field: param.field }),
            Arg::Group(place, node) => group(schemas, *place, **node, false, DEEPEST_GROUP, &mut found),
            Arg::Hidden | Arg::Body(_) => {}
        }
    }
    // Two arguments may read one parameter; it is documented once.
    let mut distinct: Vec<Parameter> = Vec::with_capacity(found.len());
    for parameter in found {
        match distinct.iter_mut().find(|known| known.is(&parameter)) {
            Some(known) if !known.required(schemas) => *known = parameter,
            Some(_) => {}
            None => distinct.push(parameter),
        }
    }
    distinct.sort_by_key(|parameter| parameter.place);
    distinct
}

/// The fields of an object schema as parameters.
fn group(schemas: Schemas<'_>, place: Place, node: Node, optional: bool, depth: usize, found: &mut Vec<Parameter>) {
    match schemas.resolve(node) {
        Node::Option(inner) if depth > 0 => group(schemas, place, *inner, true, depth - 1, found),
        Node::Object(object) if depth > 0 => {
            for field in object.fields.iter().filter(|field| schemas.has(field)) {
                if field.flags.has(Flags::FLATTEN) {
                    group(schemas, place, field.node, optional, depth - 1, found);
                } else {
                    let flags = if optional { field.flags.and(Flags::OPTIONAL_IN) } else { field.flags };
                    found.push(Parameter { place, field: Field { flags, ..*field } });
                }
            }
        }
        _ => {}
    }
}

impl Parameter {
    fn is(&self, other: &Self) -> bool {
        self.place == other.place && self.field.name == other.field.name
    }

    fn required(&self, schemas: Schemas<'_>) -> bool {
        self.place == Place::Path || schemas.requires(&self.field)
    }

    /// Whether what a client sends for it can be wrong: the path alone is known to be text before it is read.
    pub(super) fn can_fail(&self, registry: &Registry) -> bool {
        let schemas = registry.schemas(Side::Input);
        self.place != Place::Path || !self.field.rules.is_empty() || !is_any_text(schemas, self.field.node)
    }

    /// The Parameter object.
    pub(super) fn object(&self, registry: &Registry) -> Object {
        let schemas = registry.schemas(Side::Input);
        let required = self.required(schemas);
        let bare = Field { doc: "", flags: Flags(self.field.flags.0 & !Flags::DEPRECATED.0), ..self.field };
        let mut object = Object::new()
            .with("name", self.field.name)
            .with("in", self.place.name())
            .with_text("description", self.field.doc)
            .with("required", required);
        if self.field.flags.has(Flags::DEPRECATED) {
            object.set("deprecated", true);
        }
        if self.field.node.is_list() && matches!(self.place, Place::Query | Place::Cookie) {
            object.set("explode", true);
        }
        object.with("schema", registry.dialect(schemas.field_if_present(&bare)))
    }
}

/// Whether every text is a value.
fn is_any_text(schemas: Schemas<'_>, node: Node) -> bool {
    match node {
        Node::Option(inner) | Node::Array(inner) | Node::Set(inner) => is_any_text(schemas, *inner),
        Node::Text(None) => true,
        Node::Ref(_) | Node::Split(..) => matches!(schemas.resolve(node), Node::Text(None)) && !has_rules(node),
        _ => false,
    }
}

/// Whether rules stand somewhere between a reference and the schema behind it.
fn has_rules(node: Node) -> bool {
    match node {
        Node::With(..) => true,
        Node::Ref(definition) => has_rules(definition().body),
        Node::Split(read, _) => has_rules(*read),
        _ => false,
    }
}
