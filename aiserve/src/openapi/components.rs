//! The named schemas of the document: which are used, on which sides, and what each is called.

use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, VecDeque};
use std::rc::Rc;

use indexmap::IndexMap;
use serde_json::Value;

use super::json::{Json, Object};
use super::names::{Wish, hash, sanitize, settle};
use super::schema::{Notes, Parts, Schemas, Side, annotated};
use super::{OpenApiVersion, downgrade};
use crate::Error;
use crate::schema::{Definition, Node};

/// Who a definition is: type, module, place in the source, and a fingerprint of its schema, since two versions of one
/// crate agree in all the rest.
type Key = Rc<str>;

/// Names definitions at their points of use, and remembers those uses.
pub(super) struct Registry {
    names: Names,
    /// Whether schemas are for OpenAPI 3.1 or later.
    pub(super) version: OpenApiVersion,
    seen: RefCell<Vec<Seen>>,
    /// By address: two definitions at one address are the same.
    keys: RefCell<HashMap<usize, Key>>,
}

enum Names {
    /// Names that only tell who is meant, for fingerprints.
    Identities,
    /// The same, while uses are looked for.
    Draft,
    /// The names of the document.
    Settled(HashMap<(Key, Side), String>),
}

/// A use of a definition.
struct Seen {
    key: Key,
    side: Side,
    definition: &'static Definition,
}

/// A definition with its schema on each side it is used on.
pub(super) struct Component {
    definition: &'static Definition,
    sides: BTreeMap<Side, Parts>,
    uses: BTreeSet<Key>,
}

pub(super) type Components = IndexMap<Key, Component>;

impl Registry {
    pub(super) fn draft(version: OpenApiVersion) -> Self {
        Self::new(Names::Draft, version)
    }

    fn new(names: Names, version: OpenApiVersion) -> Self {
        Self { names, version, seen: RefCell::default(), keys: RefCell::default() }
    }

    pub(super) fn schemas(&self, side: Side) -> Schemas<'_> {
        Schemas { registry: self, side, in_place: 0 }
    }

    /// The schema in the dialect of the document.
    pub(super) fn dialect(&self, schema: Object) -> Object {
        if self.version == OpenApiVersion::V3_0 { downgrade::schema(schema) } else { schema }
    }

    /// The component name of a definition, which is noted as used.
    pub(super) fn name(&self, definition: &'static Definition, side: Side) -> String {
        if let Names::Identities = self.names {
            return identity(definition);
        }
        let key = self.key(definition);
        self.seen.borrow_mut().push(Seen { key: Rc::clone(&key), side, definition });
        match &self.names {
            Names::Settled(names) => {
                names.get(&(key, side)).cloned().expect("every use of the second pass was seen by the first")
            }
            _ => identity(definition),
        }
    }

    /// The component name of a variant of a definition that is being written.
    pub(super) fn variant_name(&self, definition: &'static Definition, side: Side, variant: &str) -> String {
        match &self.names {
            Names::Settled(names) => part_name(&names[&(self.key(definition), side)], variant),
            _ => part_name(&identity(definition), variant),
        }
    }

    fn key(&self, definition: &'static Definition) -> Key {
        let address = std::ptr::from_ref(definition).addr();
        if let Some(key) = self.keys.borrow().get(&address) {
            return Rc::clone(key);
        }
        let identities = Self::new(Names::Identities, self.version);
        let prints = [Side::Input, Side::Output].map(|side| format!("{:?}", render(&identities, definition, side)));
        let key: Key = format!("{} {:016x}", identity(definition), hash(&prints.concat())).into();
        self.keys.borrow_mut().insert(address, Rc::clone(&key));
        key
    }

    /// Writes all definitions used so far, and those they use.
    pub(super) fn components(&self) -> Components {
        let mut components = Components::new();
        let mut queue: VecDeque<Seen> = self.seen.take().into();
        while let Some(Seen { key, side, definition }) = queue.pop_front() {
            let component = components.entry(key).or_insert_with(|| Component {
                definition,
                sides: BTreeMap::new(),
                uses: BTreeSet::new(),
            });
            if component.sides.contains_key(&side) {
                continue;
            }
            component.sides.insert(side, render(self, definition, side));
            let uses = self.seen.take();
            component.uses.extend(uses.iter().map(|used| Rc::clone(&used.key)));
            queue.extend(uses);
        }
        components
    }

    /// The registry of the second pass: names for everything the first one found.
    pub(super) fn settled(self, components: &Components) -> Result<Self, Vec<Error>> {
        let split = split(components);
        let found: Vec<(&Key, &Component)> = components.iter().collect();
        let wishes: Vec<Wish> =
            found.iter().map(|(key, component)| component.wish(key, split.contains(*key))).collect();
        let chosen = settle(&wishes);
        let mut owners: BTreeMap<&str, Vec<&Component>> = BTreeMap::new();
        let mut names = HashMap::new();
        for ((wish, level), (key, component)) in wishes.iter().zip(&chosen).zip(&found) {
            for name in &wish.levels[*level] {
                owners.entry(name).or_default().push(component);
            }
            for side in component.sides.keys() {
                let name = sided(&component.base_name(*level, key), split.contains(*key).then_some(*side));
                names.insert((Rc::clone(key), *side), name);
            }
        }
        let errors: Vec<Error> = owners.iter().filter_map(|(name, owners)| clash(name, owners)).collect();
        if errors.is_empty() { Ok(Self::new(Names::Settled(names), self.version)) } else { Err(errors) }
    }

    /// The Components object's schemas, by name.
    pub(super) fn written(&self, components: Components) -> Object {
        let Names::Settled(names) = &self.names else { return Object::new() };
        let mut schemas = BTreeMap::new();
        for (key, component) in components {
            let name = |side: Side| names[&(Rc::clone(&key), side)].clone();
            let sides: Vec<(String, Parts)> = match both(&component).filter(|_| name(Side::Input) == name(Side::Output))
            {
                Some(merged) => vec![(name(Side::Input), merged)],
                None => component.sides.into_iter().map(|(side, parts)| (name(side), parts)).collect(),
            };
            for (name, Parts { schema, variants }) in sides {
                for (variant, schema) in variants {
                    schemas.insert(part_name(&name, variant), self.dialect(schema));
                }
                schemas.insert(name, self.dialect(schema));
            }
        }
        schemas.into_iter().map(|(name, schema)| (name, schema.into())).collect()
    }
}

impl Component {
    /// The name at a level of qualification: bare, by module, by the whole path of the type, by its fingerprint too.
    fn base_name(&self, level: usize, key: &str) -> String {
        let Definition { name, type_name, module, .. } = self.definition;
        sanitize(&match level {
            0 => name.short(),
            1 => format!("{module}::{}", name.short()),
            2 => type_name().to_owned(),
            _ => format!("{}::{:016x}", type_name(), hash(key)),
        })
    }

    fn wish(&self, key: &str, split: bool) -> Wish {
        let levels = if self.definition.name.pinned { 1 } else { 4 };
        Wish { levels: (0..levels).map(|level| self.names(&self.base_name(level, key), split)).collect() }
    }

    /// All component names that come of a base name.
    fn names(&self, base: &str, split: bool) -> Vec<String> {
        let mut names = vec![base.to_owned()];
        for (side, parts) in &self.sides {
            let name = sided(base, split.then_some(*side));
            names.extend(parts.variants.iter().map(|(variant, _)| part_name(&name, variant)));
            names.push(name);
        }
        names.sort_unstable();
        names.dedup();
        names
    }
}

/// One definition, with its texts.
fn render(registry: &Registry, definition: &'static Definition, side: Side) -> Parts {
    let schemas = registry.schemas(side);
    let mut parts = match definition.body {
        Node::Union(union) => schemas.named_union(definition, union),
        ref node => Parts { schema: schemas.node(node), variants: Vec::new() },
    };
    parts.schema = annotated(parts.schema, &Notes::of(definition));
    parts
}

fn identity(definition: &Definition) -> String {
    let (line, column) = definition.position;
    format!("{} {} {line}:{column}", (definition.type_name)(), definition.module)
}

fn sided(base: &str, side: Option<Side>) -> String {
    match side {
        None => base.to_owned(),
        Some(Side::Input) => format!("{base}-Input"),
        Some(Side::Output) => format!("{base}-Output"),
    }
}

fn part_name(name: &str, variant: &str) -> String {
    format!("{name}_{}", sanitize(variant))
}

/// The definitions that need two components: those whose sides differ, themselves or through what they use.
fn split(components: &Components) -> BTreeSet<Key> {
    let two_sided = |component: &Component| component.sides.len() == 2;
    let differs = |component: &Component| two_sided(component) && both(component).is_none();
    let mut split: BTreeSet<Key> =
        components.iter().filter(|(_, component)| differs(component)).map(|(key, _)| Rc::clone(key)).collect();
    loop {
        let before = split.len();
        for (key, component) in components {
            if two_sided(component) && component.uses.iter().any(|used| split.contains(used)) {
                split.insert(Rc::clone(key));
            }
        }
        if split.len() == before {
            return split;
        }
    }
}

/// One schema that is true of both sides, if there is one.
fn both(component: &Component) -> Option<Parts> {
    let (input, output) = (component.sides.get(&Side::Input)?, component.sides.get(&Side::Output)?);
    if input.variants.len() != output.variants.len() {
        return None;
    }
    let variants = input.variants.iter().zip(&output.variants);
    let variants = variants
        .map(|((name, read), (other, written))| if name == other { Some((*name, merge(read, written)?)) } else { None })
        .collect::<Option<_>>()?;
    Some(Parts { schema: merge(&input.schema, &output.schema)?, variants })
}

/// Sides that differ in presence alone have one schema: it requires what both require, and what may not be sent besides
/// is not answered either.
fn merge(input: &Object, output: &Object) -> Option<Object> {
    let mut merged = Object::new();
    for (key, read) in input.iter() {
        match (key.as_str(), read, output.get(key)) {
            ("required", Json::List(read), None | Some(Json::List(_))) => {
                let written = if let Some(Json::List(written)) = output.get(key) { &written[..] } else { &[] };
                let common = read.iter().filter(|name| written.contains(name)).cloned().collect();
                merged = merged.with_list(key, common);
            }
            ("additionalProperties" | "unevaluatedProperties", Json::Value(Value::Bool(false)), None) => {
                merged.set(key, false);
            }
            (_, read, Some(written)) => merged.set(key, merge_json(read, written)?),
            (_, _, None) => return None,
        }
    }
    let known =
        |(key, value): (&String, &Json)| input.has(key) || (key == "required" && matches!(value, Json::List(_)));
    output.iter().all(known).then_some(merged)
}

fn merge_json(input: &Json, output: &Json) -> Option<Json> {
    match (input, output) {
        (Json::Object(input), Json::Object(output)) => merge(input, output).map(Json::Object),
        (Json::List(input), Json::List(output)) if input.len() == output.len() => {
            let merged = input.iter().zip(output).map(|(input, output)| merge_json(input, output));
            merged.collect::<Option<_>>().map(Json::List)
        }
        (input, output) => (input == output).then(|| input.clone()),
    }
}

/// What is wrong if several types are to have one name: only pinned names get that far.
fn clash(name: &str, owners: &[&Component]) -> Option<Error> {
    if owners.len() < 2 {
        return None;
    }
    let mut types: Vec<&str> = owners.iter().map(|owner| (owner.definition.type_name)()).collect();
    types.sort_unstable();
    Some(Error::new(format!(
        "the document would have several schemas called `{name}`: {}; give one of these types another \
         `#[schema(rename = \"..\")]`",
        types.join(", ")
    )))
}
