//! The Parameter objects of an operation: its own, the fields of its groups, and those of its routers' prefixes.

use std::borrow::Cow;

use super::Listed;
use super::components::Registry;
use super::json::{Json, Object};
use super::schema::{Schemas, Side};
use crate::describe::Arg;
use crate::problem::Place;
use crate::schema::{Field, Flags, InText, Node};

/// A parameter to document.
#[derive(Clone, Debug)]
pub(super) struct Parameter<'a> {
    place: Place,
    name: Cow<'a, str>,
    field: Field,
    /// How others read it, whose rules hold too.
    also: Vec<Field>,
}

/// How deep groups are followed through `flatten`.
const DEEPEST_GROUP: usize = 16;

/// The parameters of an operation: path, query, header, cookie, each in the order of the arguments.
pub(super) fn of<'a>(listed: &Listed<'a>, registry: &Registry) -> Vec<Parameter<'a>> {
    let schemas = registry.schemas(Side::Input);
    let mut found = Vec::new();
    for flat in listed.takes() {
        match flat.arg {
            Arg::Param(param) => found.push(Parameter::new(param.place, param.field)),
            Arg::Group(place, node) => group(schemas, listed, *place, **node, &mut found),
            Arg::Hidden | Arg::Body(_) | Arg::Socket(_) | Arg::Security(..) | Arg::Needs(..) => {}
        }
    }
    // What stands in a prefix and no argument asks for is a text like any other.
    let taken = |found: &[Parameter<'a>], name| found.iter().any(|known| known.is(Place::Path, name));
    for name in names(listed.path) {
        if !taken(&found, name) {
            let field = Field { node: Node::Text(None), ..Field::PLAIN };
            found.push(Parameter { name: name.into(), ..Parameter::new(Place::Path, field) });
        }
    }
    // Two arguments may read one parameter; it is documented once.
    let mut distinct: Vec<Parameter<'a>> = Vec::with_capacity(found.len());
    for parameter in found {
        match distinct.iter_mut().find(|known| known.is(parameter.place, &parameter.name)) {
            Some(known) if !known.required(schemas) => {
                known.also.push(std::mem::replace(&mut known.field, parameter.field));
            }
            Some(known) => known.also.push(parameter.field),
            None => distinct.push(parameter),
        }
    }
    distinct.sort_by_key(|parameter| parameter.place);
    distinct
}

/// The names of the parameters of a path template.
fn names(template: &str) -> impl Iterator<Item = &str> {
    let after = template.split('{').skip(1);
    after.filter_map(|part| part.split_once('}')).map(|(name, _)| name.trim_start_matches('*'))
}

/// The parameters that one argument takes from one place.
fn group<'a>(schemas: Schemas<'_>, listed: &Listed<'a>, place: Place, node: Node, found: &mut Vec<Parameter<'a>>) {
    if place != Place::Path || matches!(schemas.resolve(node), Node::Object(_)) {
        return fields(schemas, place, node, false, DEEPEST_GROUP, found);
    }
    // A path that is not read by the names of fields is read by position.
    let place_of = |index: usize| match schemas.resolve(node) {
        Node::Tuple(places) => places.get(index).copied(),
        Node::Fixed(item, _) | Node::Array(item) | Node::Set(item) | Node::Map(_, item) => Some(*item),
        _ => (index == 0).then_some(node),
    };
    for (index, name) in names(listed.operation.path).enumerate() {
        if let Some(node) = place_of(index) {
            found.push(Parameter::new(place, Field { name, node, ..Field::PLAIN }));
        }
    }
}

/// The fields of an object schema as parameters.
fn fields(
    schemas: Schemas<'_>,
    place: Place,
    node: Node,
    optional: bool,
    depth: usize,
    found: &mut Vec<Parameter<'_>>,
) {
    match schemas.resolve(node) {
        Node::Option(inner) if depth > 0 => fields(schemas, place, *inner, true, depth - 1, found),
        Node::Object(object) if depth > 0 => {
            for field in object.fields.iter().filter(|field| schemas.has(field)) {
                if field.flags.has(Flags::FLATTEN) {
                    fields(schemas, place, field.node, optional, depth - 1, found);
                } else {
                    let flags = if optional { field.flags.and(Flags::OPTIONAL_IN) } else { field.flags };
                    let mut parameter = Parameter::new(place, Field { flags, ..*field });
                    if place == Place::Header {
                        parameter.name = field.name.replace('_', "-").into();
                    }
                    found.push(parameter);
                }
            }
        }
        _ => {}
    }
}

impl Parameter<'_> {
    fn new(place: Place, field: Field) -> Self {
        Self { place, name: field.name.into(), field, also: Vec::new() }
    }

    fn is(&self, place: Place, name: &str) -> bool {
        let same_name = match place {
            Place::Header => self.name.eq_ignore_ascii_case(name),
            _ => self.name == name,
        };
        self.place == place && same_name
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
        let mut object = Object::new()
            .with("name", self.name.as_ref())
            .with("in", self.place.name())
            .with_text("description", self.field.doc)
            .with("required", required);
        if self.field.flags.has(Flags::DEPRECATED) {
            object.set("deprecated", true);
        }
        if self.field.node.is_list() && matches!(self.place, Place::Query | Place::Cookie) {
            object.set("explode", true);
        }
        if self.place == Place::Query && is_object(schemas, self.field.node) {
            object.set("style", "deepObject");
            object.set("explode", true);
        }
        object.with("schema", self.schema(registry))
    }

    /// The schema of what is sent: of all arguments that read it, if they differ.
    fn schema(&self, registry: &Registry) -> Object {
        let schemas = registry.schemas(Side::Input);
        let mut all: Vec<Object> = Vec::new();
        for field in [&self.field].into_iter().chain(&self.also) {
            let bare = Field { doc: "", flags: Flags(field.flags.0 & !Flags::DEPRECATED.0), ..*field };
            let schema = registry.dialect(schemas.field_if_present(&bare));
            if !all.contains(&schema) {
                all.push(schema);
            }
        }
        match <[Object; 1]>::try_from(all) {
            Ok([schema]) => schema,
            Err(all) => Object::new().with("allOf", all.into_iter().map(Json::from).collect::<Vec<_>>()),
        }
    }
}

/// Whether values have keys of their own.
fn is_object(schemas: Schemas<'_>, node: Node) -> bool {
    match schemas.resolve(node) {
        Node::Option(inner) => is_object(schemas, *inner),
        body => InText::of(&body) == InText::Object,
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
